using GameServer.Bench.Load.Client;

namespace GameServer.Bench.Abuse;

/// <summary>
/// All abuse at once, on a thread of its own: it gathers, goes on until it is told to stop, and lets go of everything. Each address stays
/// within what one address may do, but for the flood's. Counts may be read from any thread.
/// </summary>
internal sealed class AbuseCrowd : ClientEvents, IDisposable
{
    private const int OpensPerSecond = 700;
    private const int ComesBackPerSecond = 40;
    private const int EnteringMax = 64;
    private const int FramesAtOnce = 50;
    private const int TalksPerSecond = 20;
    private const int TalkBytes = 10_000;
    private const long DeafFor = 15 * Clock.Second;
    private const long StepTime = 2 * Clock.Millisecond;

    private readonly AbuseOptions _options;
    private readonly Fleet _fleet;
    private readonly SlowHandshakes _handshakes;
    private readonly AbusePlaces _places;
    private readonly List<LoadClient> _flooders = [];
    private readonly List<LoadClient> _talkers = [];
    private readonly List<LoadClient> _deaf = [];
    private readonly Queue<int> _toOpen;
    private readonly Queue<int> _toComeBack = new();
    private readonly byte[] _talk = new byte[TalkBytes];
    private readonly SendSchedule _opens = new(1, Clock.Second / OpensPerSecond, Clock.Now);
    private readonly SendSchedule _comesBack = new(1, Clock.Second / ComesBackPerSecond, Clock.Now);
    private readonly SendSchedule _talks;
    private readonly SendSchedule _floods;
    private readonly Thread _thread;
    private volatile bool _isStopping;
    private volatile bool _isAtStrength;
    private volatile Exception? _failure;
    private volatile string? _whyLost;
    private int _entering;
    private int _idle;
    private long _idleLost;
    private long _deafEnded;
    private long _floodEnded;
    private long _frames;

    internal AbuseCrowd(int port, AbuseOptions options)
    {
        _options = options;
        _fleet = new Fleet(port, this);
        _handshakes = new SlowHandshakes(port, options.SlowHandshakes);
        _places = new AbusePlaces(options, this);
        _toOpen = new Queue<int>(Enumerable.Range(0, _places.Count));
        _talks = new SendSchedule(options.Talkers, Clock.Second / TalksPerSecond, Clock.Now);
        _floods = new SendSchedule(
            options.Flooders, Clock.Second * FramesAtOnce * options.Flooders / options.FloodFramesPerSecond, Clock.Now);
        _thread = new Thread(Run) { IsBackground = true, Name = "abuse" };
        _thread.Start();
    }

    /// <summary>Everybody has come.</summary>
    internal bool IsAtStrength => _isAtStrength;

    /// <summary>Why it could not go on; null: it goes on.</summary>
    internal Exception? Failure => _failure;

    /// <summary>Why the first idle connection was lost; null: none was.</summary>
    internal string? WhyLost => _whyLost;

    internal AbuseCounts Counts => new(
        Volatile.Read(ref _idle),
        Interlocked.Read(ref _idleLost),
        _handshakes.UnderWay,
        _handshakes.Ended,
        Interlocked.Read(ref _deafEnded),
        Interlocked.Read(ref _frames),
        Interlocked.Read(ref _floodEnded));

    /// <inheritdoc />
    public void Dispose()
    {
        _isStopping = true;
        _thread.Join();
        _handshakes.Dispose();
        _fleet.Dispose();
    }

    internal override void Ready(LoadClient client)
    {
        _entering--;
        client.Mark = Clock.Now;
        switch (_places.RoleOf(client.Number))
        {
            case AbuseRole.Idle:
                _idle++;
                break;
            case AbuseRole.Talker:
                _talkers.Add(client);
                break;
            case AbuseRole.Deaf:
                _deaf.Add(client);
                _fleet.StopReading(client);
                break;
            case AbuseRole.Flooder:
                _flooders.Add(client);
                break;
        }
    }

    internal override void Failed(LoadClient client, string why)
    {
        var wasReady = client.Mark > 0;
        _entering -= wasReady ? 0 : 1;
        switch (_places.RoleOf(client.Number))
        {
            case AbuseRole.Idle when wasReady:
                Interlocked.Increment(ref _idleLost);
                _whyLost ??= why;
                return;
            case AbuseRole.Idle:
                break;
            case AbuseRole.Talker:
                _talkers.Remove(client);
                break;
            case AbuseRole.Deaf:
                _deaf.Remove(client);
                Interlocked.Increment(ref _deafEnded);
                break;
            case AbuseRole.Flooder:
                _flooders.Remove(client);
                Interlocked.Increment(ref _floodEnded);
                break;
        }

        _toComeBack.Enqueue(client.Number);
    }

    private void Run()
    {
        try
        {
            while (!_isStopping)
            {
                var now = Clock.Now;
                Open(now);
                _handshakes.Work(now);
                Talk(now);
                Flood(now);
                _fleet.Step(now + StepTime);
            }
        }
        catch (Exception failure)
        {
            _failure = failure;
        }
    }

    private void Open(long now)
    {
        while (_entering < EnteringMax && _toOpen.Count > 0 && _opens.TryTake(now, out _, out _))
        {
            Open(_toOpen.Dequeue());
        }

        while (_toComeBack.Count > 0 && _comesBack.TryTake(now, out _, out _))
        {
            Open(_toComeBack.Dequeue());
        }

        // The server may have given one up that never reads, and it cannot tell.
        while (_deaf.Count > 0 && now - _deaf[0].Mark > DeafFor)
        {
            var eldest = _deaf[0];
            _fleet.Drop(eldest);
            _deaf.RemoveAt(0);
            _toComeBack.Enqueue(eldest.Number);
        }

        _isAtStrength |= _toOpen.Count == 0 && _idle == _options.Idle
            && _handshakes.UnderWay >= _options.SlowHandshakes / 2;
    }

    private void Open(int number)
    {
        _entering++;
        _fleet.Open(_places.NewClient(number));
    }

    private void Talk(long now)
    {
        while (_talks.TryTake(now, out var turn, out _))
        {
            if (turn < _talkers.Count && !_talkers[turn].IsStalled)
            {
                var talker = _talkers[turn];
                talker.Sent++;
                GameFrames.Relay(talker, _talk);
                _fleet.Flush(talker);
            }
        }
    }

    private void Flood(long now)
    {
        while (_floods.TryTake(now, out var turn, out _))
        {
            if (turn >= _flooders.Count || _flooders[turn].IsStalled)
            {
                continue;
            }

            var flooder = _flooders[turn];
            for (var frame = 0; frame < FramesAtOnce; frame++)
            {
                GameFrames.Heartbeat(flooder);
            }

            Interlocked.Add(ref _frames, FramesAtOnce);
            _fleet.Flush(flooder);
        }
    }
}

/// <summary>What the abuse has come to so far.</summary>
/// <param name="Idle">Idle connections that were made.</param>
/// <param name="IdleLost">Those among them that the server did not keep.</param>
/// <param name="SlowHandshakes">Handshakes under way.</param>
/// <param name="SlowHandshakesEnded">Handshakes that the server has ended.</param>
/// <param name="DeafEnded">Connections of those who never read that the server has ended.</param>
/// <param name="Frames">Frames that the flood has sent.</param>
/// <param name="FloodEnded">Connections of the flood that the server has ended or refused.</param>
internal readonly record struct AbuseCounts(
    int Idle, long IdleLost, int SlowHandshakes, long SlowHandshakesEnded, long DeafEnded, long Frames, long FloodEnded);
