using GameServer.Authoring.Kernel;
using GameServer.Protocol.Codecs;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Rooms;
using Google.Protobuf;

namespace GameServer.Routing;

/// <summary>
/// A room's members on other gateways. What the room says between two flushes crosses each link once, as one unit, however many members are
/// behind it. Used at the end of the room's turns, by one thread at a time.
/// </summary>
internal sealed class RemoteMembers(RoomEntry room, Epoch epoch, NodeLinks links)
{
    private readonly Dictionary<NodeId, Gateway> _gateways = [];

    internal int Count { get; private set; }

    internal void Attach(MemberAddress member, uint requestId, ulong rewoundEpoch)
    {
        // Its gateway attaches it again when there is a link.
        if (!links.IsUp(member.Node))
        {
            room.Actor.TellAlways(new RoomInput.ConnectionLost(member));
            return;
        }

        Say(member, new OutputPiece { Attached = requestId, RewoundEpoch = rewoundEpoch });
        Count += At(member.Node).Members.Add(member) ? 1 : 0;
    }

    internal void Detach(MemberAddress member, bool gone)
    {
        Say(member, new OutputPiece { Detached = gone });
        Count -= At(member.Node).Members.Remove(member) ? 1 : 0;
    }

    internal void Publish(OutgoingFrame update)
    {
        OutputPiece? piece = null;
        foreach (var gateway in _gateways.Values.Where(gateway => gateway.Members.Count > 0))
        {
            gateway.Output.Pieces.Add(piece ??= new OutputPiece { Update = ByteString.CopyFrom(update.Binary.Bytes.Span) });
        }
    }

    internal void Send(MemberAddress member, OutgoingFrame frame) =>
        Say(member, new OutputPiece { Frame = ByteString.CopyFrom(frame.Binary.Bytes.Span) });

    internal void Overtake(MemberAddress member) => Say(member, new OutputPiece { Overtaken = true });

    /// <summary>The room goes on elsewhere, or has ended: each gateway knows whom to tell.</summary>
    internal void End(OutputPiece farewell, RoomVersion stand)
    {
        foreach (var gateway in _gateways.Values.Where(gateway => gateway.Members.Count > 0))
        {
            gateway.Output.Pieces.Add(farewell);
        }

        Flush(stand);
        _gateways.Clear();
        Count = 0;
    }

    internal void Flush(RoomVersion stand)
    {
        foreach (var (node, gateway) in _gateways)
        {
            if (gateway.Output.Pieces.Count > 0)
            {
                gateway.Output.Version = stand.Value;
                links.SendAlways(node, new NodeFrame { Output = gateway.Output });
                gateway.Output = NewOutput();
            }
        }
    }

    internal void GatewayGone(NodeId node)
    {
        if (!_gateways.Remove(node, out var gateway))
        {
            return;
        }

        Count -= gateway.Members.Count;
        foreach (var member in gateway.Members)
        {
            room.Actor.TellAlways(new RoomInput.ConnectionLost(member));
        }
    }

    private void Say(MemberAddress member, OutputPiece piece)
    {
        piece.SessionId = member.Session.Value;
        piece.Generation = member.Generation.Value;
        var gateway = At(member.Node);
        gateway.Output.Pieces.Add(piece);
        if (!gateway.Members.Contains(member))
        {
            // The gateway may not know the room.
            gateway.Output.RoomId = room.Id.Value;
            gateway.Output.RoomType = room.Type.Name.Value;
        }
    }

    private Gateway At(NodeId node) =>
        _gateways.TryGetValue(node, out var gateway) ? gateway : _gateways[node] = new Gateway { Output = NewOutput() };

    private RoomOutput NewOutput() => new() { Room = room.Number.Value, Epoch = epoch.Value };

    /// <summary>Another node with members of this room.</summary>
    private sealed class Gateway
    {
        internal HashSet<MemberAddress> Members { get; } = [];

        /// <summary>What has not been flushed to it yet.</summary>
        internal required RoomOutput Output { get; set; }
    }
}
