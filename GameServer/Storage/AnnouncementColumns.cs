using GameServer.Rooms;

namespace GameServer.Storage;

/// <summary>An announcement as either database answers it.</summary>
internal sealed record AnnouncementColumns
{
    public string Id { get; init; } = "";

    public string Endpoint { get; init; } = "";

    public long At { get; init; }

    public long Claims { get; init; }

    public byte[] Body { get; init; } = [];

    internal ClaimedAnnouncement ToClaimed() => new(new Announcement(Id, Endpoint, StoredTime.FromStored(At), Body), (int)Claims);

    internal LapsedAnnouncement ToLapsed() => new(Id, Endpoint, StoredTime.FromStored(At));
}

/// <summary>How many announcements wait, as either database answers it.</summary>
internal sealed record AnnouncementCount
{
    public long Waiting { get; init; }

    public long? Eldest { get; init; }

    internal AnnouncementFigures ToFigures() => new(Waiting, Eldest is { } at ? StoredTime.FromStored(at) : null, Dropped: 0);
}
