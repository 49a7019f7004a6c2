using Google.Protobuf;

namespace GameServer.Protocol.Codecs;

/// <summary>
/// What the protobuf runtime throws for bytes that are no message. Beside its own exception it lets others out: where a nested message
/// announces nearly 2 GiB, the position at which it would end overflows, and the runtime reads on behind the bytes.
/// </summary>
internal static class WireFault
{
    internal static bool Is(Exception failure) =>
        failure is InvalidProtocolBufferException or ArgumentOutOfRangeException or IndexOutOfRangeException;
}
