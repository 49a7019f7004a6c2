using GameServer.Actors;
using GameServer.Authoring.Kernel;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Rooms;
using GameServer.Telemetry;
using Microsoft.Extensions.Logging;

namespace GameServer.Webhooks;

/// <summary>Says what endpoints are to be told of rooms. From any thread.</summary>
/// <param name="endpoints">Who is to be told.</param>
/// <param name="stateBytesMax">A final state with more encoded bytes is left out.</param>
/// <param name="node">This node, as clients see it.</param>
/// <param name="keeper">Keeps what comes with no write of a room.</param>
/// <param name="log">Told of states that have no JSON.</param>
internal sealed class WebhookAnnouncer(
    IReadOnlyList<WebhookEndpoint> endpoints, int stateBytesMax, NodeId node, ActorRef keeper, ILogger log) : IAnnouncer
{
    public IReadOnlyList<Announcement> Opened(RoomBirth birth)
    {
        var id = $"opened_{birth.Id}";
        return To(WebhookEvents.RoomOpened, id, birth.Now, () => AnnouncementBody.Opened(id, birth, node));
    }

    public IReadOnlyList<Announcement> Closed(IRoomKernel kernel, string reason, DateTimeOffset at) =>
        Closed(kernel.Listing, at, () => Ending(kernel, reason, at));

    public IReadOnlyList<Announcement> Lost(RoomListing room, DateTimeOffset at) =>
        Closed(room, at, () => new RoomEnding(at, "The room broke.", null, "The room broke."));

    public void Keep(IReadOnlyList<Announcement> announcements)
    {
        if (announcements.Count > 0)
        {
            keeper.TellAlways(new WebhookKeeper.Keep(announcements));
        }
    }

    private List<Announcement> Closed(RoomListing room, DateTimeOffset at, Func<RoomEnding> ending)
    {
        var id = $"closed_{room.RoomId}";
        return To(WebhookEvents.RoomClosed, id, at, () => AnnouncementBody.Closed(id, room, node, ending()));
    }

    // What there is to tell is written once, if anybody wants to hear it.
    private List<Announcement> To(WebhookEvents told, string id, DateTimeOffset at, Func<byte[]> write)
    {
        byte[]? body = null;
        return endpoints
            .Where(each => each.Events.HasFlag(told))
            .Select(each => new Announcement(id, each.Name, at, body ??= write()))
            .ToList();
    }

    private RoomEnding Ending(IRoomKernel kernel, string reason, DateTimeOffset at)
    {
        if (kernel.StateBytes > stateBytesMax)
        {
            return new RoomEnding(at, reason, null, $"It has {kernel.StateBytes} bytes; {stateBytesMax} are sent at the most.");
        }

        try
        {
            return new RoomEnding(at, reason, AnnouncementBody.Json(kernel.PublishedState()), "");
        }
        catch (Exception cause) when (cause is InvalidOperationException or ArgumentException)
        {
            log.StateWithoutJson(cause, kernel.Listing.RoomId);
            return new RoomEnding(at, reason, null, "It has no form in JSON.");
        }
    }
}
