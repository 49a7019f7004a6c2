using GameServer.Protocol.V1;
using Google.Protobuf;

namespace GameServer.Tests.Gateway.Conformance;

/// <summary>What the conformance tests say in bytes.</summary>
internal static class Wire
{
    internal static void ShouldBeFrame(this (int FirstByte, byte[] Payload) frame, int firstByte, ReadOnlySpan<byte> payload)
    {
        frame.FirstByte.ShouldBe(firstByte);
        frame.Payload.ShouldBe(payload.ToArray());
    }

    /// <summary>The code of a close frame, which this must be.</summary>
    internal static int ShouldBeClose(this (int FirstByte, byte[] Payload) frame)
    {
        frame.FirstByte.ShouldBe(0x88);
        return (frame.Payload[0] << 8) | frame.Payload[1];
    }

    internal static byte[] Close(int code, ReadOnlySpan<byte> reason = default) =>
        RawClient.Frame(0x88, [(byte)(code >> 8), (byte)code, .. reason]);

    /// <summary>A masked header with a length in 64 bits, and nothing behind it.</summary>
    internal static byte[] Header(int firstByte, ulong length) =>
    [
        (byte)firstByte, 0xFF,
        .. Enumerable.Range(0, sizeof(ulong)).Select(at => (byte)(length >> (8 * (sizeof(ulong) - 1 - at)))),
        1, 2, 3, 4,
    ];

    /// <summary>A first message of a game client, with its opcode.</summary>
    internal static (int Opcode, byte[] Payload) Hello(WirePath path) => path == WirePath.Json
        ? (1, "[{\"hello\":{\"protocolVersion\":1,\"name\":\"Ada\"}}]"u8.ToArray())
        : (2, new ClientBatch
        {
            Envelopes = { new ClientEnvelope { Hello = new Hello { ProtocolVersion = 1, Name = "Ada" } } },
        }.ToByteArray());
}
