using GameServer.Bench.Load.Client;
using GameServer.Bench.Processes;

namespace GameServer.Bench.Load;

/// <summary>Clients that leave as soon as they are in, each followed by another.</summary>
internal sealed class JoinRun : Run
{
    private const int Rooms = 20;
    private const int Addresses = 100;
    private const long LeavePatience = 10 * Clock.Second;

    private readonly Target _target;
    private readonly Dialect _dialect;
    private bool _isStopping;
    private int _opened;
    private int _ended;

    internal JoinRun(ChildServer server, Target target)
        : base(server, target)
    {
        _target = target;
        _dialect = target == Target.Baseline ? new BaselineDialect(this) : new RelayDialect(this);
    }

    /// <summary>From the connection's first byte to the room's state.</summary>
    internal Histogram TimeToEnter { get; } = new();

    internal void Begin(int atOnce)
    {
        for (var count = 0; count < atOnce; count++)
        {
            OpenNext();
        }
    }

    internal IReadOnlyList<string> Finish()
    {
        _isStopping = true;
        GoOnUntil(() => _ended == _opened, Clock.Now + LeavePatience);
        return [.. ConnectionFaults(), .. _ended == _opened ? [] : new[] { $"{_opened - _ended} clients did not come in and out again" }];
    }

    internal override void Ready(LoadClient client)
    {
        base.Ready(client);
        Counted++;
        if (IsMeasuring)
        {
            TimeToEnter.Record(Clock.Now - client.Mark);
        }

        if (_target != Target.Baseline)
        {
            GameFrames.Leave(client);
        }

        Fleet.Leave(client);
    }

    internal override void Ended(LoadClient client)
    {
        _ended++;
        if (!_isStopping)
        {
            OpenNext();
        }
    }

    // From many addresses: each has ports for some ten thousand connections that have just ended.
    private void OpenNext()
    {
        var number = _opened++;
        var address = (byte)(2 + (number % Addresses));
        Fleet.Open(new LoadClient(number, new RoomPlace(number % Rooms, 0, 0), _dialect, address) { Mark = Clock.Now });
    }
}
