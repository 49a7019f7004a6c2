using GameServer.Authoring.Kernel;
using GameServer.Protocol.Identity;

namespace GameServer.Rooms;

/// <summary>Whether something for a room was sent by another node. Pure.</summary>
internal static class LinkedOrder
{
    /// <param name="what">What a <see cref="HostMessage.Route"/> may carry, or a <see cref="HostMessage.Place"/>.</param>
    /// <param name="self">This process.</param>
    internal static bool CameOverLink(object what, NodeId self) => what switch
    {
        HostMessage.Place place => place.IsHandedOn,
        TellOrder told => told.CameOverLink,
        // The node that was asked is to open the room itself.
        RoomOrders.Wanted => true,
        RoomSeats.Wanted wanted => wanted.CameOverLink,
        RoomInput.Attach attach => attach.From.Node != self,
        RoomInput.Leave leave => leave.From.Node != self,
        RoomInput.ConnectionLost lost => lost.From.Node != self,
        _ => false,
    };
}
