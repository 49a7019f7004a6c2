using GameServer.Client;
using GameServer.Client.Core;
using GameServer.Games.Chat;
using GameServer.Protocol.V1;
using Google.Protobuf;
using static GameServer.Tests.Client.Core.ServerFrames;

namespace GameServer.Tests.Client.Core;

/// <summary>A session core on a clock that a test moves, and the server's half of the usual conversations.</summary>
internal sealed class SessionRig(string keptToken = "", int commandsWaitingMax = 2)
{
    private const int HeartbeatMs = 1000;

    private static readonly GameClientOptions Options = new()
    {
        Name = "ada",
        ConnectTimeout = TimeSpan.FromMilliseconds(500),
    };

    internal SessionCore Core { get; } =
        new(Options with { ResumeToken = keptToken, CommandsWaitingMax = commandsWaitingMax }, new Random(1));

    /// <summary>Everything the core has wanted so far.</summary>
    internal List<ClientEffect> Effects { get; } = [];

    internal long NowMs { get; set; }

    internal IEnumerable<ClientEnvelope> Sent => Effects.OfType<ClientEffect.Send>().Select(send => send.Envelope);

    internal List<string> Commands => Sent.Select(sent => sent.Command).OfType<Command>()
        .Select(command => $"{command.CommandSeq}:{command.Payload.ToStringUtf8()}").ToList();

    internal int Did<TEffect>() => Effects.OfType<TEffect>().Count();

    internal void GoLive()
    {
        Step(() => Core.Start(NowMs));
        Step(() => Core.Opened(NowMs));
        Sent.Single().Hello.Name.ShouldBe("ada");
        Greet();
    }

    internal void Reconnect(params string[] rooms)
    {
        At(Core.NextDueMs(NowMs).ShouldNotBeNull());
        Core.Phase.ShouldBe(SessionPhase.Dialling);
        Step(() => Core.Opened(NowMs));
        Greet(rooms);
    }

    internal void Greet(params string[] rooms)
    {
        var welcome = new Welcome
        {
            ResumeToken = $"token {Core.Reconnects + (Core.Identity is null ? 1 : 2)}",
            HeartbeatIntervalMs = HeartbeatMs,
            UnacknowledgedMax = 64,
        };
        welcome.Rooms.AddRange(rooms.Select(id => new RoomRef { RoomId = id, RoomType = "chat" }));
        Receive(new ServerEnvelope { Welcome = welcome });
        Core.Status.ShouldBe(ConnectionStatus.Connected);
    }

    internal RoomReplica Join()
    {
        Step(() => Core.Ask(NewJoin("nonce")));
        Receive(new ServerEnvelope { Attached = Attached(), RequestId = Sent.Last(sent => sent.Join is not null).RequestId });
        Receive(new ServerEnvelope { Update = Snapshot(5, line: 5) });
        return Core.Traffic.Rooms.Single();
    }

    internal void Command(RoomReplica room, string text) =>
        Step(() => Core.Command(room, new PendingCommand(ByteString.CopyFromUtf8(text), _ => { }), NowMs));

    internal void Receive(ServerEnvelope envelope) => Step(() => Core.Receive(envelope, NowMs));

    internal void At(long nowMs)
    {
        NowMs = nowMs;
        Step(() => Core.Tick(NowMs));
    }

    internal void Step(Action step)
    {
        step();
        Effects.AddRange(Core.TakeEffects());
    }

    internal static ClientRequest.JoinRoom NewJoin(string nonce) =>
        new(new Join { Nonce = nonce, Key = new RoomKey { RoomType = "chat", Key = "k" } }, ChatState.Parser, ChatEvent.Parser);

    internal static Error Later(ErrorCode code, uint afterMs) =>
        new() { Code = code, Retry = Error.Types.Retry.Later, RetryAfterMs = afterMs };
}
