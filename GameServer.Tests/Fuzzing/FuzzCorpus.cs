using System.Text;
using GameServer.Protocol.V1;
using GameServer.Tests.Golden;
using Google.Protobuf;

namespace GameServer.Tests.Fuzzing;

/// <summary>What is damaged: the golden frames, good and bad, and a session that gets as far as playing.</summary>
internal static class FuzzCorpus
{
    private static readonly IReadOnlyList<GoldenFrame> Golden = GoldenFile.Read();

    /// <summary>Batches of clients.</summary>
    internal static IReadOnlyList<byte[]> Binary { get; } =
    [
        .. Golden.Where(frame => frame.Direction == GoldenFrame.Client && frame.Form != GoldenFrame.JsonForm)
            .Select(frame => frame.Bytes.ToArray()),
        .. Session.Select(envelope => new ClientBatch { Envelopes = { envelope } }.ToByteArray()),
    ];

    /// <summary>Batches of servers.</summary>
    internal static IReadOnlyList<byte[]> FromServers { get; } =
        [.. Golden.Where(frame => frame.Direction == GoldenFrame.Server).Select(frame => frame.Bytes.ToArray())];

    /// <summary>Batches of clients in JSON.</summary>
    internal static IReadOnlyList<byte[]> Json { get; } =
    [
        .. Golden.Where(frame => frame is { Direction: GoldenFrame.Client, Json: not null })
            .Select(frame => Encoding.UTF8.GetBytes(frame.Json!.ToJsonString())),
        .. Golden.Where(frame => frame.Form == GoldenFrame.JsonForm).Select(frame => frame.Bytes.ToArray()),
        .. Session.Select(envelope => Encoding.UTF8.GetBytes($"[{JsonFormatter.Default.Format(envelope)}]")),
    ];

    internal static IReadOnlyList<byte[]> JsonTokens { get; } =
    [
        .. ((string[])["null", "true", "-0", "1e999", "1.5", "\"\\ud800\"", "\"\\ud83d\\ude80\"", "{}", "[]", "\"NaN\"", "{\"\":1}",
            "18446744073709551616", "\"18446744073709551615\"", "-9223372036854775809", "\"@type\":\"x\"", "\"command\":", "\"payload\":",
            "\"payloadJson\":", "\"hello\":null,", "\"payload_json\":\"{}\"", "\"requestId\":", "\"AAAA\"", "\\u0000", ",", "/**/"])
            .Select(Encoding.UTF8.GetBytes),
    ];

    /// <summary>A batch that opens a session.</summary>
    internal static byte[] Hello(bool isJson) => isJson ? HelloInJson : HelloInBinary;

    private static byte[] HelloInBinary { get; } = new ClientBatch { Envelopes = { Session[0] } }.ToByteArray();

    private static byte[] HelloInJson { get; } = Encoding.UTF8.GetBytes($"[{JsonFormatter.Default.Format(Session[0])}]");

    // In a room of its own: the game beside the fuzzer must find no stranger at its table.
    private static ClientEnvelope[] Session =>
    [
        new() { RequestId = 1, Hello = new Hello { ProtocolVersion = 1, Name = "Mallory" } },
        new() { RequestId = 2, Join = new Join { Nonce = "n", Key = new RoomKey { RoomType = "relay", Key = "fuzz" } } },
        new() { Command = new Command { Room = 2, CommandSeq = 1, Payload = ByteString.CopyFrom(0x08, 1) } },
        new() { Command = new Command { Room = 3, CommandSeq = 1, PayloadJson = "{\"type\":1}" } },
        new() { RequestId = 4, Heartbeat = new Heartbeat { ClientTimeMs = 1, Rooms = { new RoomPosition { Room = 2, Epoch = 1 } } } },
        new() { RequestId = 5, ListRooms = new ListRooms { RoomType = "relay", Limit = 3 } },
        new() { RequestId = 6, SnapshotRequest = new SnapshotRequest { Room = 2 } },
        new() { RequestId = 7, Leave = new Leave { Room = 2, Nonce = "m" } },
    ];
}
