using GameServer.Actors;
using GameServer.Authoring.Kernel;
using GameServer.Cluster;
using GameServer.Links;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Rooms;
using GameServer.Sessions;
using Google.Protobuf;

namespace GameServer.Routing;

/// <summary>
/// What comes over the links goes here to where it belongs: output of rooms elsewhere to the members here, what members elsewhere ask to
/// the rooms here. Called on the links' turns, for each node in order.
/// </summary>
internal sealed class LinkSwitch(LinkSwitch.Parts parts) : ILinkInbox
{
    /// <summary>What the switch works with.</summary>
    internal sealed record Parts(
        ActorRef Host,
        RoomTable Rooms,
        SessionTable Sessions,
        RemoteRooms Remote,
        HandedOn HandedOn,
        NodeLinks Links,
        LinkedRequests Requests,
        NodeQuestions Questions);

    // Processes that a link was up to.
    private readonly HashSet<NodeId> _reached = [];

    /// <summary>Who is told that a process is gone for good; set before the first link.</summary>
    internal ActorRef? Cluster { get; set; }

    /// <inheritdoc />
    public void Up(NodeId node)
    {
        lock (_reached)
        {
            _reached.Add(node);
        }

        parts.Host.Tell(new HostMessage.NodeReached(
            node, listings => parts.Links.SendAlways(node, new NodeFrame { Listings = listings })));
    }

    /// <inheritdoc />
    public void Down(NodeId node)
    {
        parts.Remote.HostLost(node);
        parts.Questions.Down(node);
        LoseMembers(node);
        foreach (var order in parts.HandedOn.TakeAll(node))
        {
            Again(order);
        }
    }

    // Told here, so that each room hears of it before anything that comes over the next link.
    private void LoseMembers(NodeId gateway)
    {
        foreach (var room in parts.Rooms.All)
        {
            room.Actor.Tell(new RoomActor.GatewayGone(gateway));
        }
    }

    /// <inheritdoc />
    public void Refused(NodeId node)
    {
        // An address that was never right says nothing of the process.
        lock (_reached)
        {
            if (!_reached.Contains(node))
            {
                return;
            }
        }

        Cluster?.Tell(new ClusterMessage.ProcessGone(node));
    }

    /// <inheritdoc />
    public void Receive(NodeId from, ReadOnlyMemory<byte> message)
    {
        foreach (var frame in NodeBatch.Parser.ParseFrom(message.Span).Frames)
        {
            switch (frame.KindCase)
            {
                case NodeFrame.KindOneofCase.Output:
                    Take(from, frame.Output);
                    break;
                case NodeFrame.KindOneofCase.Command:
                    parts.Requests.Take(from, frame.Command);
                    break;
                case NodeFrame.KindOneofCase.Request:
                    parts.Requests.Take(from, frame.Request);
                    break;
                case NodeFrame.KindOneofCase.Answer:
                    Take(frame.Answer);
                    break;
                case NodeFrame.KindOneofCase.Listings:
                    parts.Host.Tell(new HostMessage.ListedElsewhere(from, frame.Listings));
                    break;
                case NodeFrame.KindOneofCase.Question:
                    parts.Questions.Take(from, frame.Question);
                    break;
                case NodeFrame.KindOneofCase.Answered:
                    parts.Questions.Take(frame.Answered);
                    break;
                case NodeFrame.KindOneofCase.None:
                    // A frame of a younger release.
                    break;
            }
        }
    }

    private void Take(NodeId from, RoomOutput output)
    {
        if (parts.Remote.Of(from, output) is not { } room)
        {
            AskElsewhere(output);
            return;
        }

        if (!parts.HandedOn.IsEmpty)
        {
            foreach (var piece in output.Pieces)
            {
                Settle(room.Id, piece);
            }
        }

        foreach (var gone in room.Take(output))
        {
            var address = new MemberAddress(parts.Links.Self, gone.Session, gone.Generation);
            var lost = NodeFrames.ToRequest(room.Id, new RoomInput.ConnectionLost(address));
            parts.Links.SendAlways(from, new NodeFrame { Request = lost });
        }

        parts.Remote.Tidy(room);
    }

    // An activation that has been overtaken attached somebody: the younger one, which is known here, is to do it.
    private void AskElsewhere(RoomOutput output)
    {
        var room = new RoomId(output.RoomId);
        if (parts.HandedOn.IsEmpty || parts.Remote.Find(room) is null)
        {
            return;
        }

        foreach (var piece in output.Pieces.Where(piece => piece.KindCase == OutputPiece.KindOneofCase.Attached))
        {
            var member = new SessionAddress(new SessionId(piece.SessionId), new Generation(piece.Generation));
            foreach (var key in new[] { Neighbours.JoinKey(member, piece.Attached), Neighbours.AttachKey(member, room, piece.Attached) })
            {
                if (parts.HandedOn.Take(key) is { } order)
                {
                    Again(order);
                }
            }
        }
    }

    // What a member's request waited for has come.
    private void Settle(RoomId room, OutputPiece piece)
    {
        var member = new SessionAddress(new SessionId(piece.SessionId), new Generation(piece.Generation));
        var leave = new HandedOn.Key(HandedOn.Kind.Leave, member, room, 0);
        switch (piece.KindCase)
        {
            case OutputPiece.KindOneofCase.Attached:
                parts.HandedOn.Take(Neighbours.JoinKey(member, piece.Attached));
                parts.HandedOn.Take(Neighbours.AttachKey(member, room, piece.Attached));
                break;
            case OutputPiece.KindOneofCase.Detached when piece.Detached:
                parts.HandedOn.TakeAttachments(member, room);
                parts.HandedOn.Take(leave);
                break;
            case OutputPiece.KindOneofCase.Overtaken:
                parts.HandedOn.TakeAttachments(member, room);
                break;
            case OutputPiece.KindOneofCase.Frame when parts.HandedOn.Find(leave) is { What: RoomInput.Leave asked }:
                if (ServerBatch.Parser.ParseFrom(piece.Frame).Envelopes[0].RequestId == asked.RequestId)
                {
                    parts.HandedOn.Take(leave);
                }

                break;
        }
    }

    private void Take(RoomAnswer answer)
    {
        var asker = new SessionAddress(new SessionId(answer.SessionId), new Generation(answer.Generation));
        var room = new RoomId(answer.RoomId);
        switch (answer.KindCase)
        {
            case RoomAnswer.KindOneofCase.Refused:
                parts.HandedOn.Take(Neighbours.JoinKey(asker, answer.RequestId));
                Tell(asker, new SessionMessage.JoinRefused(asker.Generation, answer.RequestId, answer.Refused));
                break;
            case RoomAnswer.KindOneofCase.Gone:
                parts.HandedOn.Take(Neighbours.AttachKey(asker, room, answer.RequestId));
                parts.HandedOn.Take(new HandedOn.Key(HandedOn.Kind.Leave, asker, room, 0));
                Tell(asker, new SessionMessage.RoomGone(room, asker.Generation, answer.RequestId, answer.Gone));
                break;
            case RoomAnswer.KindOneofCase.NotHere:
                AskAgain(asker, room, answer.RequestId);
                break;
            case RoomAnswer.KindOneofCase.Seat:
                if (parts.HandedOn.Take(Neighbours.SeatKey(answer.Seat.Ask)) is { What: RoomSeats.Wanted wanted })
                {
                    wanted.Answer(answer.Seat.Refusal.Length > 0 ? answer.Seat.Refusal : null);
                }

                break;
            case RoomAnswer.KindOneofCase.None:
                break;
        }
    }

    private void AskAgain(SessionAddress asker, RoomId room, uint requestId)
    {
        HandedOn.Key[] keys =
        [
            Neighbours.JoinKey(asker, requestId),
            Neighbours.AttachKey(asker, room, requestId),
            new(HandedOn.Kind.Leave, asker, room, 0),
        ];
        foreach (var key in keys)
        {
            if (parts.HandedOn.Take(key) is { } order)
            {
                Again(room.Value.Length == 0 ? order : order with { Room = room });
            }
        }
    }

    private void Again(HandedOn.Order order)
    {
        if (order.What is RoomSeats.Wanted wanted)
        {
            wanted.Refuse();
        }
        else if (Neighbours.SenderOf(order.What) is { } sender && IsPresent(sender))
        {
            parts.Host.Tell(new HostMessage.Again(order.Room, order.What));
        }
    }

    // What a connection asked that has ended meanwhile would take the place of a later one.
    private bool IsPresent(MemberAddress sender) =>
        parts.Sessions.Find(sender.Session) is { Connection: not null } session && session.Generation == sender.Generation;

    private void Tell(SessionAddress to, SessionMessage message) => parts.Sessions.Find(to.Session)?.Session.Tell(message);
}
