using GameServer.Protocol.V1;
using Google.Protobuf;

namespace GameServer.Client.Core;

/// <summary>What the core wants done, in this order. A closed set: the loop names every case.</summary>
internal abstract record ClientEffect
{
    private ClientEffect()
    {
    }

    /// <summary>Open a connection; its outcome comes back.</summary>
    internal sealed record Dial : ClientEffect;

    /// <summary>Give up the connection, or the attempt at one, without a word. Nothing of it may come back.</summary>
    internal sealed record HangUp : ClientEffect;

    /// <summary>Send what was to be sent, then close normally.</summary>
    internal sealed record CloseConnection : ClientEffect;

    internal sealed record Send(ClientEnvelope Envelope) : ClientEffect;

    internal sealed record StatusChanged(ConnectionStatus Status) : ClientEffect;

    /// <summary>An error that answers nothing in particular, or a fault of the server's frames.</summary>
    internal sealed record ErrorReceived(Error Error) : ClientEffect;

    internal sealed record Ended(ClosedInfo Info) : ClientEffect;

    /// <summary>A room has its state for the first time: the join is done.</summary>
    internal sealed record Joined(ClientRequest.JoinRoom Request, RoomReplica Room) : ClientEffect;

    internal sealed record LeaveDone(ClientRequest.LeaveRoom Request) : ClientEffect;

    internal sealed record Listed(ClientRequest.List Request, RoomList Rooms) : ClientEffect;

    internal sealed record Refused(ClientRequest Request, Error Error) : ClientEffect;

    /// <summary>No answer will come to the request.</summary>
    internal sealed record Abandoned(ClientRequest Request, ClosedInfo Info) : ClientEffect;

    internal sealed record Answered(PendingCommand Command, Verdict Verdict) : ClientEffect;

    internal sealed record Attached(RoomReplica Room) : ClientEffect;

    internal sealed record StateChanged(RoomReplica Room, StateChanges Changes) : ClientEffect;

    internal sealed record EventReceived(RoomReplica Room, IMessage Event) : ClientEffect;

    internal sealed record EventsLost(RoomReplica Room) : ClientEffect;

    internal sealed record CameBackOlder(RoomReplica Room, RewoundInfo Rewound) : ClientEffect;

    internal sealed record Noticed(RoomReplica Room, RoomNotice.Types.Kind Kind) : ClientEffect;

    internal sealed record Left(RoomReplica Room, RoomLeft Why) : ClientEffect;
}
