using System.Text.Json.Nodes;
using GameServer.Games.Chat;
using GameServer.Protocol.V1;
using Google.Protobuf;

namespace GameServer.Tests.Golden;

/// <summary>What a server sends, every kind of envelope at least once.</summary>
internal static class ServerGoldenFrames
{
    internal static IEnumerable<GoldenFrame> All() =>
    [
        .. Opening(), .. Rooms(), .. Playing(),
        GoldenFrame.FromServer(
            "server-batch-concatenated", "A result and the update it belongs to: the bytes of two batches of one, concatenated.", "chat",
            Results(), SharedUpdate()),
        new GoldenFrame("server-unknown-kind", GoldenFrame.Server, "0a03a206000a061a0408051006", "Kind 100 is not known: passed over.")
        {
            Json = JsonNode.Parse("""[{},{"heartbeat":{"clientTimeMs":"5","serverTimeMs":"6"}}]"""),
            Lossy = true,
        },
    ];

    private static IEnumerable<GoldenFrame> Opening() =>
    [
        GoldenFrame.FromServer("welcome", "Answers Hello.", null, new ServerEnvelope
        {
            Welcome = new Welcome
            {
                SessionId = "s-1",
                ResumeToken = "token-1",
                PlayerId = "guest-1",
                PlayerName = "Ada",
                ServerTimeMs = 1_700_000_000_000,
                HeartbeatIntervalMs = 5000,
                ResumeWindowMs = 30_000,
                MessageBytesMax = 65_536,
                UnacknowledgedMax = 64,
                Node = "n1",
            },
            RequestId = 1,
        }),
        GoldenFrame.FromServer("welcome-resumed", "Answers Resume.", null, new ServerEnvelope
        {
            Welcome = new Welcome
            {
                SessionId = "s-1",
                ResumeToken = "token-8",
                PlayerId = "guest-1",
                Resumed = true,
                Rooms = { new RoomRef { RoomId = "r-1", RoomType = "chat" }, new RoomRef { RoomId = "r-2", RoomType = "arena" } },
            },
            RequestId = 2,
        }),
        GoldenFrame.FromServer("heartbeat-reply", "", null, new ServerEnvelope
        {
            Heartbeat = new HeartbeatReply { ClientTimeMs = 1_700_000_000_123, ServerTimeMs = 1_700_000_000_140 },
        }),
        GoldenFrame.FromServer("go-away", "", null, new ServerEnvelope { GoAway = new GoAway { ReconnectAfterMs = 750 } }),
    ];

    private static IEnumerable<GoldenFrame> Rooms() =>
    [
        GoldenFrame.FromServer("room-attached", "Answers Join.", null, new ServerEnvelope
        {
            Attached = new RoomAttached
            {
                Room = 3,
                RoomId = "r-1",
                RoomType = "chat",
                Epoch = 1,
                Version = 300,
                PlayerNumber = 2,
                LastApplied = 12,
                SchemaFingerprint = 0x0123_4567_89ab_cdef,
                PlayerId = "guest-1",
            },
            RequestId = 3,
        }),
        GoldenFrame.FromServer("room-attached-rewound", "The room came back older, and events are gone.", null, new ServerEnvelope
        {
            Attached = new RoomAttached
            {
                Room = 3,
                RoomId = "r-1",
                RoomType = "chat",
                Epoch = 2,
                Version = 290,
                PlayerNumber = 2,
                LastApplied = 10,
                EventsLost = true,
                Rewound = new Rewound { Version = 290, LastApplied = 10 },
            },
        }),
        GoldenFrame.FromServer("room-left", "", null, new ServerEnvelope
        {
            Left = new RoomLeft { Room = 3, RoomId = "r-1", Reason = RoomLeft.Types.Reason.Kicked, Detail = "Removed by the room." },
        }),
        GoldenFrame.FromServer("room-notice", "The room's store is away: what the room says waits.", null, new ServerEnvelope
        {
            Notice = new RoomNotice { Room = 3, Kind = RoomNotice.Types.Kind.SavingDelayed },
        }),
        GoldenFrame.FromServer("room-list", "", null, new ServerEnvelope
        {
            RoomList = new RoomList
            {
                Rooms =
                {
                    new RoomListing
                    {
                        RoomId = "r-1",
                        RoomType = "chat",
                        Key = "hall",
                        Properties = { ["lang"] = "en" },
                        Members = 2,
                        MembersMax = 64,
                        SeatsReserved = 1,
                        Open = true,
                        CreatedMs = 1_700_000_000_000,
                        Node = "n1",
                    },
                },
            },
            RequestId = 9,
        }),
        GoldenFrame.FromServer("error-to-request", "", null, new ServerEnvelope
        {
            Error = new Error
            {
                Code = ErrorCode.RoomFull,
                Message = "The room is full.",
                Retry = Error.Types.Retry.Later,
                RetryAfterMs = 1000,
            },
            RequestId = 5,
        }),
        GoldenFrame.FromServer("error-command-at-the-door", "The number 9 stays unused.", null, new ServerEnvelope
        {
            Error = new Error
            {
                Code = ErrorCode.RateLimited,
                Message = "Too many commands.",
                Retry = Error.Types.Retry.Later,
                RetryAfterMs = 250,
                Room = 3,
                CommandSeq = 9,
            },
        }),
    ];

    private static IEnumerable<GoldenFrame> Playing() =>
    [
        GoldenFrame.FromServer("update", "One line added, one event.", "chat", SharedUpdate()),
        GoldenFrame.FromServer("update-events-only", "No patch: the state did not change.", "chat", new ServerEnvelope
        {
            Update = new RoomUpdate
            {
                Room = 3,
                Epoch = 1,
                BaseVersion = 301,
                Version = 302,
                Events = { Said(7), Said(8) },
                RoomTimeMs = 2,
            },
        }),
        GoldenFrame.FromServer("update-snapshot", "The whole state, as a patch from the empty message.", "chat", new ServerEnvelope
        {
            Update = new RoomUpdate
            {
                Room = 3,
                Epoch = 1,
                Version = 302,
                Patch = Snapshot(),
                RoomTimeMs = 1_700_000_000_200,
                Snapshot = true,
            },
        }),
        GoldenFrame.FromServer("member-results", "", "chat", Results()),
        GoldenFrame.FromServer("member-events", "A direct event between the two shared ones of version 302.", "chat", new ServerEnvelope
        {
            Member = new MemberUpdate
            {
                Room = 3,
                Epoch = 1,
                Version = 302,
                Events = { new DirectEvent { After = 1, Payload = Said(9) } },
            },
        }),
    ];

    private static ServerEnvelope SharedUpdate() => new()
    {
        Update = new RoomUpdate
        {
            Room = 3,
            Epoch = 1,
            BaseVersion = 300,
            Version = 301,
            Patch = new StatePatch
            {
                Merge = new ChatState { LastLine = 7 }.ToByteString(),
                Maps = { new MapPatch { Field = ChatState.LinesFieldNumber, Rows = { RemovedRow(), ReplacedRow() } } },
            },
            Events = { Said(7) },
            RoomTimeMs = 1_700_000_000_200,
            StateHash = ulong.MaxValue,
        },
    };

    private static RowPatch RemovedRow() => new() { Key = ByteString.CopyFrom(0x08, 0x01), Removed = true };

    // A map entry's value is its field 2: here a message of 6 bytes, {player: 2, text: "hi"}.
    private static RowPatch ReplacedRow() => new()
    {
        Key = ByteString.CopyFrom(0x08, 0x07),
        Replace = ByteString.CopyFrom([0x12, 0x06, .. new Line { Player = 2, Text = "hi" }.ToByteArray()]),
    };

    private static StatePatch Snapshot() => new()
    {
        Merge = new ChatState { LastLine = 7 }.ToByteString(),
        Maps = { new MapPatch { Field = ChatState.LinesFieldNumber, Rows = { ReplacedRow() } } },
    };

    private static ServerEnvelope Results() => new()
    {
        Member = new MemberUpdate
        {
            Room = 3,
            Epoch = 1,
            Version = 301,
            Results =
            {
                new CommandResult { CommandSeq = 7, Outcome = CommandResult.Types.Outcome.Applied, Reply = Said(7) },
                new CommandResult { CommandSeq = 8, Outcome = CommandResult.Types.Outcome.Rejected, Reason = "The line is empty." },
                new CommandResult { CommandSeq = 10, Outcome = CommandResult.Types.Outcome.Gap, Reason = "9 is missing.", Expected = 9 },
            },
        },
    };

    private static ByteString Said(ulong line) => new ChatEvent { Said = new Said { Line = line } }.ToByteString();
}
