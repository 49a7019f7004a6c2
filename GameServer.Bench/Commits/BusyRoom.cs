using GameServer.Actors;
using GameServer.Authoring;
using GameServer.Authoring.Kernel;
using GameServer.Bench.Load.Client;
using GameServer.Games.Relay;
using GameServer.Protocol.Identity;
using GameServer.Rooms;
using Google.Protobuf;

namespace GameServer.Bench.Commits;

/// <summary>
/// A room without a server around it: the kernel of the product runs its turns, the committer of the product commits them, and its one
/// member's next commands come when the earlier ones are committed, or at given times. Runs on its own turn.
/// </summary>
internal sealed class BusyRoom(RoomId id, IRoomKernel kernel, ActorRef committer, CommitBoard board, int inFlight) : Actor
{
    private static readonly MemberAddress _from = new(new NodeId("bench"), new SessionId("member"), new Generation(1));
    private static readonly Player _player = new(new PlayerId("member"), default, "member", new HashSet<string>(), IsGuest: true);
    private static readonly ByteString _data = ByteString.CopyFrom(new byte[RelayedMessage.Bytes]);

    private readonly List<RoomInput> _inputs = [];
    private readonly Queue<Turn> _turns = new();
    private List<long> _meantFor = [];
    private ulong _sent;
    private ulong _seen;
    private RoomVersion _version;
    private bool _isReady;
    private bool _isToRest;

    /// <summary>The member says something.</summary>
    /// <param name="MeantFor">When it was to be said.</param>
    internal sealed record Say(long MeantFor);

    /// <summary>Nothing more is to be said; what was said is still to be committed.</summary>
    internal sealed record Rest
    {
        internal static readonly Rest Instance = new();
    }

    private sealed record Turn(EffectList Effects, List<long> MeantFor, RoomVersion Version, int Bytes);

    /// <inheritdoc />
    protected internal override void OnStart()
    {
        _inputs.Add(new RoomInput.Join(_from, _player, new Dictionary<string, string>(), "", 1));
        Run();
    }

    /// <inheritdoc />
    protected internal override void Receive(object message)
    {
        switch (message)
        {
            case Say say:
                Command(say.MeantFor);
                break;
            case CommitAnswer.Committed committed:
                Committed(committed.Version);
                break;
            case Rest:
                _isToRest = true;
                break;
            default:
                board.Fault();
                break;
        }
    }

    /// <inheritdoc />
    protected internal override void OnTurnEnd()
    {
        if (_inputs.Count > 0)
        {
            Run();
        }
        else if (_isToRest && _turns.Count == 0)
        {
            board.Rest(id, _version);
        }
    }

    private void Command(long meantFor)
    {
        var command = new RelayCommand { Type = 1, Data = _data };
        _inputs.Add(new RoomInput.Command(_from, new CommandSeq(++_sent), new CommandSeq(_seen), command));
        _meantFor.Add(meantFor);
    }

    private void Run()
    {
        var effects = kernel.RunTurn(Context.Now, _inputs);
        _inputs.Clear();
        if (effects.Record.IsEmpty)
        {
            board.Fault();
            effects.Recycle();
            return;
        }

        _turns.Enqueue(new Turn(effects, _meantFor, effects.Version, effects.Record.Length));
        _meantFor = [];
        Context.Tell(committer, new CommitMessage.Append(Context.Self, new RoomAppend(
            id, new Epoch(1), effects.BaseVersion, effects.Version, effects.Record, effects.At, [], Ended: false)));
    }

    private void Committed(RoomVersion version)
    {
        while (_turns.TryPeek(out var turn) && turn.Version.Value <= version.Value)
        {
            _turns.Dequeue();
            _version = turn.Version;
            board.Committed(turn.MeantFor, turn.Bytes);
            _seen += (ulong)turn.MeantFor.Count;
            turn.Effects.Recycle();
        }

        if (!_isReady)
        {
            _isReady = true;
            board.RoomIsReady();
        }

        for (var now = Clock.Now; !_isToRest && inFlight > 0 && (int)(_sent - _seen) < inFlight;)
        {
            Command(now);
        }
    }
}
