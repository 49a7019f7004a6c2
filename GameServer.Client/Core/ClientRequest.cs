using GameServer.Protocol.V1;
using Google.Protobuf;

namespace GameServer.Client.Core;

/// <summary>
/// Something asked of the server that waits for its answer. It is sent again on every new connection until the answer has come; joins and
/// leaves carry a nonce, so they are carried out once.
/// </summary>
internal abstract class ClientRequest
{
    /// <summary>When it is to be sent again after the server had no time for it; null while an answer may come.</summary>
    internal long? RetryAtMs { get; set; }

    /// <summary>For whoever waits: the handle, the list, or the request itself when there is nothing to say.</summary>
    internal TaskCompletionSource<object> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal abstract ClientEnvelope ToEnvelope();

    internal sealed class JoinRoom(Join join, MessageParser state, MessageParser events) : ClientRequest
    {
        /// <summary>The room it led to, once attached; the join is done when that has a state.</summary>
        internal RoomReplica? Room { get; set; }

        /// <summary>Makes the typed handle of the room, or gives the one that it already has.</summary>
        internal Func<RoomReplica, IRoomSink> NewSink { get; init; } =
            room => room.Sink ?? throw new InvalidOperationException("A join says what to make of its room.");

        // The server drops what is sent before the client has heard that the room came back older, be it before the program joined.
        internal RoomReplica NewReplica(RoomAttached attached, ulong rewoundEpoch) =>
            new(attached.RoomId, attached.RoomType, state, events) { RewoundEpoch = rewoundEpoch };

        internal override ClientEnvelope ToEnvelope() => new() { Join = join };
    }

    internal sealed class LeaveRoom(RoomReplica room, string nonce) : ClientRequest
    {
        internal RoomReplica Room => room;

        internal override ClientEnvelope ToEnvelope() => new() { Leave = new Leave { Room = room.Number, Nonce = nonce } };
    }

    internal sealed class List(ListRooms list) : ClientRequest
    {
        internal override ClientEnvelope ToEnvelope() => new() { ListRooms = list };
    }

    /// <summary>Not sent again on a new connection by itself: attaching the room settles what it was for.</summary>
    internal sealed class Snapshot(RoomReplica room, SnapshotRequest.Types.Cause cause) : ClientRequest
    {
        internal RoomReplica Room => room;

        internal override ClientEnvelope ToEnvelope() => new()
        {
            SnapshotRequest = new SnapshotRequest { Room = room.Number, Cause = cause },
        };
    }
}
