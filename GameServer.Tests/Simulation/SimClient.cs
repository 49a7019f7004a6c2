using GameServer.Client;
using GameServer.Client.Core;
using GameServer.Client.Loop;
using GameServer.Protocol.Codecs;
using GameServer.Protocol.V1;
using GameServer.Sessions;
using SessionPhase = GameServer.Client.Core.SessionPhase;

namespace GameServer.Tests.Simulation;

/// <summary>
/// A client on virtual time: the core of the SDK, driven as the SDK's loop drives it, over a <see cref="SimLine"/> to any gateway.
/// </summary>
internal sealed class SimClient
{
    private readonly SimWorld _world;
    private readonly SimClientSocket _socket;
    private readonly EffectTeller _teller;
    private readonly OutgoingBatches _outgoing = new();
    private readonly List<string> _tokens = [];
    private SessionCore _core;
    private long _armedMs = long.MaxValue;
    private int _attachments;

    internal SimClient(SimWorld world, string name, IReadOnlyList<SimSeat> seats)
    {
        (_world, Name, Seats) = (world, name, seats);
        Epochs = new EpochWatch(name, world.Verdict);
        _core = NewCore();
        _teller = new EffectTeller(Tell);
        _socket = new SimClientSocket(world, name)
        {
            Opened = Opened,
            Lost = (code, reason) => Run(() => _core.Lost(code, reason, NowMs)),
            Message = Take,
        };
    }

    internal string Name { get; }

    internal IReadOnlyList<SimSeat> Seats { get; }

    internal EpochWatch Epochs { get; }

    /// <summary>The present connection; null between two of them.</summary>
    internal SimLine? Line => _socket.Line;

    internal bool IsLive => _core.Phase == SessionPhase.Live;

    /// <summary>A token that was overtaken by the present connection's; null: there is none.</summary>
    internal string? ElderToken => _tokens.Count > 1 ? _tokens[^2] : null;

    private long NowMs => (long)_world.Agenda.Now.TotalMilliseconds;

    /// <summary>Connects, and wishes to enter its rooms.</summary>
    internal void Start() => Run(() =>
    {
        _core.Start(NowMs);
        foreach (var seat in Seats)
        {
            seat.JoinsAgain = () => _world.Agenda.After(TimeSpan.FromMilliseconds(100), () => Run(() => Join(seat)));
            Join(seat);
        }
    });

    private void Join(SimSeat seat) => _core.Ask(seat.Wish(_world.Ids.NewId()));

    internal void Send(SimSeat seat, int commands) => Run(() =>
    {
        for (var count = 0; count < commands; count++)
        {
            seat.Send(_core, NowMs);
        }
    });

    /// <summary>The device is out of reach: its connection is gone, and it finds no other until the time is over.</summary>
    internal TimeSpan AwayUntil { get; set; }

    internal void Drop() => _socket.Drop();

    public override string ToString() => $"{Name}: {_core.Phase}\n    {string.Join("\n    ", Seats)}";

    private void Run(Action what)
    {
        what();
        RunEffects();
        _core.Tick(NowMs);
        RunEffects();
        foreach (var batch in _outgoing.Take(_core.Identity?.MessageBytesMax))
        {
            _socket.Send(batch);
        }

        Arm();
    }

    private void Arm()
    {
        if (_core.NextDueMs(NowMs) is not { } due)
        {
            return;
        }

        due = Math.Max(due, NowMs + 1);
        if (due >= _armedMs)
        {
            return;
        }

        _armedMs = due;
        _world.Agenda.At(TimeSpan.FromMilliseconds(due), () =>
        {
            if (_armedMs == due)
            {
                _armedMs = long.MaxValue;
                Run(static () => { });
            }
        });
    }

    private void RunEffects()
    {
        foreach (var effect in _core.TakeEffects())
        {
            switch (effect)
            {
                case ClientEffect.Dial:
                    Dial();
                    break;
                case ClientEffect.HangUp:
                    _socket.HangUp();
                    break;
                case ClientEffect.Send send:
                    _outgoing.Add(send.Envelope);
                    RepeatSometimes(send.Envelope);
                    break;
                case ClientEffect.Refused refused:
                    Seats.FirstOrDefault(seat => seat.IsWish(refused.Request))?.Refused(refused.Error);
                    break;
                case ClientEffect.CloseConnection:
                    break;
                default:
                    _teller.Tell(effect);
                    break;
            }
        }
    }

    /// <summary>A client may send a command twice: it counts once. After an attachment its number may be another's.</summary>
    private void RepeatSometimes(ClientEnvelope envelope)
    {
        if (envelope.KindCase != ClientEnvelope.KindOneofCase.Command || !_world.Random.OneIn(40))
        {
            return;
        }

        var (line, attachments) = (Line, _attachments);
        _world.Agenda.After(_world.Random.Time(TimeSpan.FromSeconds(1)), () =>
        {
            if (line == Line && IsLive && attachments == _attachments)
            {
                _world.Counts.Add(SimFault.CommandRepeated);
                Run(() => _outgoing.Add(envelope));
            }
        });
    }

    private void Dial()
    {
        _outgoing.Clear();
        _socket.Dial(_world.Agenda.Now >= AwayUntil);
    }

    private void Opened()
    {
        foreach (var seat in Seats)
        {
            seat.Reconnected();
        }

        Run(() => _core.Opened(NowMs));
    }

    private void Take(byte[] message) => Run(() =>
    {
        _core.Heard(NowMs);
        foreach (var envelope in BinaryCodec.DecodeServerBatch(message).Envelopes)
        {
            Take(envelope);
        }
    });

    private void Take(ServerEnvelope envelope)
    {
        Epochs.Look(envelope);
        if (envelope.KindCase == ServerEnvelope.KindOneofCase.Welcome)
        {
            _tokens.Add(envelope.Welcome.ResumeToken);
        }

        _attachments += envelope.KindCase == ServerEnvelope.KindOneofCase.Attached ? 1 : 0;

        _core.Receive(envelope, NowMs);
        RunEffects();
    }

    private void StartAnew()
    {
        _core = NewCore();
        Start();
    }

    private SessionCore NewCore()
    {
        var options = new GameClientOptions
        {
            Name = Name,
            ConnectTimeout = TimeSpan.FromSeconds(3),
            ReconnectDelay = TimeSpan.FromMilliseconds(50),
            ReconnectDelayMax = TimeSpan.FromSeconds(1),
        };
        return new SessionCore(options, new Random((int)(_world.Random.Next() >> 33)));
    }

    private void Tell(ClientEffect effect)
    {
        switch (effect)
        {
            case ClientEffect.ErrorReceived { Error.Retry: Error.Types.Retry.Later } or ClientEffect.ErrorReceived
            {
                // A room that was lost before the client heard of it.
                Error.Code: ErrorCode.NotInRoom
            }:
                break;
            case ClientEffect.ErrorReceived error:
                _world.Verdict.Fault($"{Name} was told of an error that it did not ask for: {error.Error}");
                break;
            case ClientEffect.Ended when _tokens.Count == 0:
                // A program that got no session at all tries anew.
                _world.Agenda.After(TimeSpan.FromMilliseconds(200), StartAnew);
                break;
            case ClientEffect.Ended ended:
                _world.Verdict.Fault($"{Name}'s session ended: {ended.Info}");
                break;
        }
    }
}
