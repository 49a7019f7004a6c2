using GameServer.Actors;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;

namespace GameServer.Rooms;

/// <summary>What changes in the cluster mean for the rooms of this node and their listing. Used on the room host's turn.</summary>
internal sealed class ClusterNews(RoomParts parts, RoomOpener opener, RoomLobby lobby, ActorContext context)
{
    internal void Receive(HostMessage.FromCluster news)
    {
        switch (news)
        {
            case HostMessage.NodeGone gone:
                lobby.ForgetElsewhere(gone.Node);
                opener.LookAgain();
                break;
            case HostMessage.NodeReached reached:
                reached.Tell(lobby.All());
                opener.LookAgain();
                break;
            case HostMessage.ListedElsewhere listed:
                lobby.ListElsewhere(listed.Node, listed.Change);
                break;
            case HostMessage.Nodes nodes:
                lobby.ListNodes(nodes.All);
                break;
            case HostMessage.LookAgain:
                opener.LookAgain();
                break;
            case HostMessage.Thaw:
                TellAll(RoomActor.Thaw.Instance);
                break;
            case HostMessage.Rejoined rejoined:
                Rejoin(rejoined.Kept);
                break;
        }
    }

    // Rooms that another node has taken over meanwhile are its; the others go on.
    private void Rejoin(IReadOnlyDictionary<RoomId, Epoch> kept)
    {
        foreach (var room in parts.Table.All.Where(room => room.Type.IsPlaced))
        {
            var isKept = kept.TryGetValue(room.Id, out var epoch) && epoch == room.Epoch;
            context.Tell(room.Actor, isKept ? RoomActor.Thaw.Instance : RoomActor.Dispossess.Instance);
        }
    }

    private void TellAll(object message)
    {
        foreach (var room in parts.Table.All)
        {
            context.Tell(room.Actor, message);
        }
    }
}
