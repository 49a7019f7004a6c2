using GameServer.Authoring.Kernel;
using GameServer.Protocol.V1;

namespace GameServer.Rooms;

/// <summary>Says what is to be announced of rooms, to whoever wants to hear it. From any thread.</summary>
internal interface IAnnouncer
{
    /// <summary>A room has been made.</summary>
    IReadOnlyList<Announcement> Opened(RoomBirth birth);

    /// <summary>A room has ended, in the turn before, or ends with its node.</summary>
    /// <param name="kernel">As it ended.</param>
    /// <param name="reason">Why, as a sentence.</param>
    /// <param name="at">When.</param>
    IReadOnlyList<Announcement> Closed(IRoomKernel kernel, string reason, DateTimeOffset at);

    /// <summary>A room has broken, and nothing is left of it but what was listed last.</summary>
    IReadOnlyList<Announcement> Lost(RoomListing room, DateTimeOffset at);

    /// <summary>Has announcements kept that come with no write of a room.</summary>
    void Keep(IReadOnlyList<Announcement> announcements);
}

/// <summary>Nobody wants to hear anything.</summary>
internal sealed class NoAnnouncer : IAnnouncer
{
    internal static readonly NoAnnouncer Instance = new();

    public IReadOnlyList<Announcement> Opened(RoomBirth birth) => [];

    public IReadOnlyList<Announcement> Closed(IRoomKernel kernel, string reason, DateTimeOffset at) => [];

    public IReadOnlyList<Announcement> Lost(RoomListing room, DateTimeOffset at) => [];

    public void Keep(IReadOnlyList<Announcement> announcements)
    {
    }
}
