using GameServer.Authoring.Kernel;
using GameServer.Cluster;
using GameServer.Links;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Rooms;
using GameServer.Sessions;

namespace GameServer.Routing;

/// <summary>
/// The other nodes as this one's rooms see them: chooses hosts and hands on what is for rooms elsewhere. From any thread.
/// </summary>
internal sealed class Neighbours(NodeLinks links, RemoteRooms remote, HandedOn handedOn, bool isHost) : INeighbours
{
    private long _lastAsk;

    /// <inheritdoc />
    public bool IsHost => isHost;

    /// <inheritdoc />
    public NodeId? ChooseHost() =>
        PlacementChoice.Of(links.View, links.Self)?.Process is { } host && host != links.Self ? host : null;

    /// <inheritdoc />
    public bool LooksAfter(RoomId room) => PlacementChoice.Caretaker(links.View, room)?.Process == links.Self;

    /// <inheritdoc />
    public bool TryHandOn(NodeId host, RoomId room, object what)
    {
        if (what is RoomSeats.Wanted wanted)
        {
            return TryHandOn(host, wanted);
        }

        if (NodeFrames.ToRequest(room, what) is not { } request)
        {
            return true;
        }

        // Noted first: its answer may be here before this returns.
        var key = KeyOf(room, what);
        if (key is { } awaited)
        {
            handedOn.Put(awaited, new HandedOn.Order(host, room, what));
        }

        if (links.Send(host, new NodeFrame { Request = request }) == LinkAnswer.Taken)
        {
            return true;
        }

        // If it has been taken from there meanwhile, it is on its way already.
        return key is { } unsent && handedOn.Take(unsent) is null;
    }

    /// <inheritdoc />
    public void NotHere(RoomId room, object what)
    {
        if (what is RoomSeats.Wanted wanted)
        {
            wanted.Refuse();
        }
        else if (what is RoomOrders.Wanted ordered)
        {
            ordered.Refuse();
        }
        else if (Sender(what) is { } sender)
        {
            var answer = NodeFrames.AnswerTo(sender.From, room, sender.RequestId);
            answer.NotHere = true;
            links.SendAlways(sender.From.Node, new NodeFrame { Answer = answer });
        }
    }

    /// <inheritdoc />
    public void RunsHere(RoomId room) => remote.Lose(room);

    /// <inheritdoc />
    public void TellListings(NodeListings change)
    {
        foreach (var node in links.View.Nodes.Where(node => node.Process != links.Self))
        {
            links.SendAlways(node.Process, new NodeFrame { Listings = change });
        }
    }

    /// <summary>Under what it is known that something is under way; null: nobody waits for an answer.</summary>
    internal static HandedOn.Key? KeyOf(RoomId room, object what) => what switch
    {
        HostMessage.Place place => JoinKey(Address(place.Input.From), place.Input.RequestId),
        RoomInput.Attach attach => AttachKey(Address(attach.From), room, attach.RequestId),
        RoomInput.Leave leave => new HandedOn.Key(HandedOn.Kind.Leave, Address(leave.From), room, 0),
        _ => null,
    };

    internal static HandedOn.Key JoinKey(SessionAddress from, uint requestId) => new(HandedOn.Kind.Join, from, default, requestId);

    // A client that resumes and asks to join is attached twice, and waits for the answer to each.
    internal static HandedOn.Key AttachKey(SessionAddress from, RoomId room, uint requestId) =>
        new(HandedOn.Kind.Attach, from, room, requestId);

    internal static HandedOn.Key SeatKey(ulong ask) => new(HandedOn.Kind.Seat, default, default, ask);

    private bool TryHandOn(NodeId host, RoomSeats.Wanted wanted)
    {
        var ask = (ulong)Interlocked.Increment(ref _lastAsk);
        handedOn.Put(SeatKey(ask), new HandedOn.Order(host, wanted.Room, wanted));
        return links.Send(host, new NodeFrame { Request = NodeFrames.ToRequest(wanted, ask) }) == LinkAnswer.Taken
            || handedOn.Take(SeatKey(ask)) is null;
    }

    /// <summary>Whose connection waits for an answer; null: nobody's.</summary>
    internal static MemberAddress? SenderOf(object what) => Sender(what)?.From;

    private static (MemberAddress From, uint RequestId)? Sender(object what) => what switch
    {
        HostMessage.Place place => (place.Input.From, place.Input.RequestId),
        RoomInput.Attach attach => (attach.From, attach.RequestId),
        RoomInput.Leave leave => (leave.From, leave.RequestId),
        _ => null,
    };

    private static SessionAddress Address(MemberAddress from) => new(from.Session, from.Generation);
}
