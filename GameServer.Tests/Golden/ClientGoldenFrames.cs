using System.Text.Json.Nodes;
using GameServer.Games.Chat;
using GameServer.Protocol.V1;
using Google.Protobuf;

namespace GameServer.Tests.Golden;

/// <summary>What a client sends, every kind of envelope at least once.</summary>
internal static class ClientGoldenFrames
{
    internal static IEnumerable<GoldenFrame> All() =>
    [
        .. Opening(), .. Joining(), .. Playing(),
        GoldenFrame.FromClient("client-empty-batch", "A batch may be empty.", null),
        GoldenFrame.FromClient(
            "client-batch-of-three", "Three envelopes in one message.", "chat",
            Say(1, 0, "one"), Say(2, 0, "two"), new ClientEnvelope { Heartbeat = new Heartbeat { ClientTimeMs = 5 } }),
        new GoldenFrame("client-unknown-kind", GoldenFrame.Client, "0a05a206007807", "Kind 100 is not known: the request id remains.")
        {
            Json = JsonNode.Parse("""[{"dance":{"step":1},"requestId":7}]"""),
            Lossy = true,
        },
        new GoldenFrame("client-unknown-field", GoldenFrame.Client, "0a0712050801f80601", "Field 111 of a heartbeat is not known: dropped.")
        {
            Json = JsonNode.Parse("""[{"heartbeat":{"clientTimeMs":"1","mood":[]}}]"""),
            Lossy = true,
        },
    ];

    private static IEnumerable<GoldenFrame> Opening() =>
    [
        GoldenFrame.FromClient("hello-guest", "A guest.", null, new ClientEnvelope
        {
            Hello = new Hello { ProtocolVersion = 1, Name = "Ada", Client = "golden/1" },
            RequestId = 1,
        }),
        GoldenFrame.FromClient("hello-token", "A signed token.", null, new ClientEnvelope
        {
            Hello = new Hello { ProtocolVersion = 1, Token = "header.claims.signature", Client = "golden/1" },
        }),
        GoldenFrame.FromClient("resume", "Two rooms.", null, new ClientEnvelope
        {
            Resume = new Resume
            {
                ProtocolVersion = 1,
                ResumeToken = "token-7",
                Client = "golden/1",
                Rooms =
                {
                    new RoomPosition { RoomId = "r-1", Epoch = 1, Version = 300, RepliesSeen = 12 },
                    new RoomPosition { RoomId = "r-2", Epoch = 2, Version = ulong.MaxValue },
                },
            },
            RequestId = 2,
        }),
    ];

    private static IEnumerable<GoldenFrame> Joining() =>
    [
        GoldenFrame.FromClient("join-room-id", "This very room, with a reserved seat.", null, new ClientEnvelope
        {
            Join = new Join { Nonce = "n1", RoomId = "r-1", Seat = "seat-1", Options = { ["team"] = "red" } },
            RequestId = 3,
        }),
        GoldenFrame.FromClient("join-create", "Always a new room.", null, new ClientEnvelope
        {
            Join = new Join { Nonce = "n2", Create = new CreateRoom { RoomType = "chat", Key = "hall", Properties = { ["lang"] = "en" } } },
            RequestId = 4,
        }),
        GoldenFrame.FromClient("join-key", "The one room of a key.", null, new ClientEnvelope
        {
            Join = new Join { Nonce = "n3", Key = new RoomKey { RoomType = "chat", Key = "hall", Properties = { ["lang"] = "en" } } },
            RequestId = 5,
        }),
        GoldenFrame.FromClient("join-match", "A room with matching properties.", null, new ClientEnvelope
        {
            Join = new Join
            {
                Nonce = "n4",
                Match = new RoomMatch { RoomType = "arena", Filters = { Filter() }, Properties = { ["level"] = "4" } },
            },
            RequestId = 6,
        }),
        GoldenFrame.FromClient("leave", "", null, new ClientEnvelope { Leave = new Leave { Room = 3, Nonce = "n5" }, RequestId = 8 }),
        GoldenFrame.FromClient("list-rooms", "", null, new ClientEnvelope
        {
            ListRooms = new ListRooms { RoomType = "arena", Filters = { Filter() }, Limit = 10 },
            RequestId = 9,
        }),
    ];

    private static IEnumerable<GoldenFrame> Playing() =>
    [
        GoldenFrame.FromClient(
            "command", "In JSON the payload is an object of the room's command type.", "chat", Say(7, 6, "Grüße, \"Ada\" 🚀")),
        GoldenFrame.FromClient("command-empty-payload", "A command message with no field set.", "chat", new ClientEnvelope
        {
            Command = new Command { Room = 3, CommandSeq = 1 },
        }),
        GoldenFrame.FromClient("command-payload-json", "The payload as JSON inside either form.", null, new ClientEnvelope
        {
            Command = new Command { Room = 3, CommandSeq = 8, PayloadJson = "{\"say\":{\"text\":\"hi\"}}" },
        }),
        GoldenFrame.FromClient("command-traced", "With what the client traces it as.", null, new ClientEnvelope
        {
            Command = new Command
            {
                Room = 3,
                CommandSeq = 9,
                Traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            },
        }),
        GoldenFrame.FromClient("heartbeat", "", null, new ClientEnvelope
        {
            Heartbeat = new Heartbeat
            {
                ClientTimeMs = 1_700_000_000_123,
                Rooms = { new RoomPosition { Room = 3, Epoch = 1, Version = 301, RepliesSeen = 7 } },
            },
        }),
        GoldenFrame.FromClient("snapshot-request", "", null, new ClientEnvelope
        {
            SnapshotRequest = new SnapshotRequest { Room = 3, Cause = SnapshotRequest.Types.Cause.HashMismatch },
        }),
    ];

    private static ClientEnvelope Say(ulong seq, ulong seen, string text) => new()
    {
        Command = new Command
        {
            Room = 3,
            CommandSeq = seq,
            RepliesSeen = seen,
            Payload = new ChatCommand { Say = new Say { Text = text } }.ToByteString(),
        },
    };

    private static PropertyFilter Filter() => new()
    {
        Property = "level",
        Comparison = PropertyFilter.Types.Comparison.GreaterOrEqual,
        Value = "3",
    };
}
