using GameServer.Authoring;
using GameServer.Authoring.Kernel;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using Google.Protobuf;

namespace GameServer.Tests.Games;

/// <summary>A game as a server runs it, and the history of it that outlives the server. On the test's thread.</summary>
internal sealed class RecordedGame<TState, TCommand, TEvent>
    where TState : class, IMessage<TState>, new()
    where TCommand : class, IMessage<TCommand>, new()
    where TEvent : class, IMessage<TEvent>, new()
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Epoch Epoch = new(1);

    private readonly IRoomKernel _kernel;
    private readonly Dictionary<string, ulong> _sent = [];
    private readonly RoomHistoryFile _file = new()
    {
        RoomId = "r1",
        RoomType = "game",
        Origin = new RoomOrigin { Seed = 1, Created = RecordTime.Of(Start) },
    };

    private DateTimeOffset _now = Start;

    internal RecordedGame(Room<TState, TCommand, TEvent> room)
    {
        var type = new RoomTypeName(_file.RoomType);
        var birth = new RoomBirth(new RoomId(_file.RoomId), new RoomNumber(1), type, Epoch, "", new Dictionary<string, string>(), 1, Start);
        var maker = new RoomKernelMaker<TState, TCommand, TEvent>(RoomFields.AnyRebuilt(room.GetType()));
        _kernel = maker.Make(room, birth, null, out var state);
        State = state;
        Turn();
    }

    internal TState State { get; }

    /// <summary>The version of the last turn, up to which there is history.</summary>
    internal ulong Version => _kernel.Version.Value;

    /// <summary>What a server that starts now would find.</summary>
    internal byte[] History => _file.ToByteArray();

    internal RecordedGame<TState, TCommand, TEvent> With(params string[] players)
    {
        foreach (var name in players)
        {
            var player = new Player(new PlayerId(name), default, name, new HashSet<string>(), IsGuest: true);
            Turn(new RoomInput.Join(Address(name), player, new Dictionary<string, string>(), "", 0));
        }

        return this;
    }

    internal void Send(string player, TCommand command)
    {
        var number = _sent[player] = _sent.GetValueOrDefault(player) + 1;
        Turn(new RoomInput.Command(Address(player), new CommandSeq(number), new CommandSeq(number - 1), command));
    }

    internal void Disconnect(string player) => Turn(new RoomInput.ConnectionLost(Address(player)));

    internal void Wait(TimeSpan time)
    {
        _now += time;
        Turn();
    }

    private static MemberAddress Address(string player) => new(new NodeId("n"), new SessionId(player), new Generation(1));

    private void Turn(params RoomInput[] inputs)
    {
        var effects = _kernel.RunTurn(_now, inputs);
        if (!effects.Record.IsEmpty)
        {
            var record = RoomRecord.Parser.ParseFrom(effects.Record.Span);
            _file.Records.Add(new LoggedRecord { Epoch = Epoch.Value, Record = record });
        }
    }
}
