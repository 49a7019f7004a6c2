namespace GameServer.Rooms;

/// <summary>
/// Where announcements wait until they are delivered, in the store of the rooms: those of rooms that are in it come with the writes that
/// make and end them (<see cref="NewRoom.Announcements"/>, <see cref="RoomAppend.Announcements"/>,
/// <see cref="SnapshotSave.Announcements"/>). Each is there once for each id and endpoint, however often it is written. An exception says
/// that the outcome is unknown. Asked from actors through the work edge only. From any thread.
/// </summary>
internal interface IAnnouncementStore
{
    /// <summary>Keeps announcements of rooms that are not in the store.</summary>
    /// <returns>False: the store is full and has dropped some, which <see cref="AnnouncementFigures.Dropped"/> counts.</returns>
    Task<bool> KeepAsync(IReadOnlyList<Announcement> announcements, CancellationToken cancel);

    /// <summary>
    /// Those for the endpoint that are due, so many at the most, the longest due first. Until the given time nobody else gets them.
    /// </summary>
    Task<IReadOnlyList<ClaimedAnnouncement>> ClaimAsync(
        string endpoint, DateTimeOffset now, DateTimeOffset until, int countMax, CancellationToken cancel);

    /// <summary>It has been delivered: it is removed.</summary>
    /// <returns>False: it was not there any more.</returns>
    Task<bool> RemoveAsync(Announcement delivered, CancellationToken cancel);

    /// <summary>It could not be delivered: it is due again at that time, unless somebody else has claimed it since.</summary>
    /// <returns>False: somebody has, or it is not there any more.</returns>
    Task<bool> PostponeAsync(ClaimedAnnouncement failed, DateTimeOffset dueAt, CancellationToken cancel);

    /// <summary>Removes those of before that time, so many at the most, and answers which.</summary>
    Task<IReadOnlyList<LapsedAnnouncement>> LapseAsync(DateTimeOffset before, int countMax, CancellationToken cancel);

    /// <summary>How many wait, and were dropped.</summary>
    Task<AnnouncementFigures> CountAsync(CancellationToken cancel);
}
