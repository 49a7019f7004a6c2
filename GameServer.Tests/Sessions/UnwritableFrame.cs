using GameServer.Protocol.Codecs;
using GameServer.Protocol.V1;
using GameServer.Sessions;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace GameServer.Tests.Sessions;

/// <summary>An update whose event has no JSON form: the nanos of a Timestamp count upwards only.</summary>
internal static class UnwritableFrame
{
    internal static OutgoingFrame New() => new(
        new ServerEnvelope { Update = new RoomUpdate { Room = 1, Events = { new Timestamp { Nanos = -1 }.ToByteString() } } },
        Timestamp.Descriptor,
        Timestamp.Descriptor);
}
