namespace GameServer.Rooms;

/// <summary>What one endpoint is to be told of a room: kept until it has taken it.</summary>
/// <param name="Id">Of what is told: the same for every endpoint and every try, made from the room's id and what became of it.</param>
/// <param name="Endpoint">Its name.</param>
/// <param name="At">When it happened.</param>
/// <param name="Body">What is sent.</param>
internal sealed record Announcement(string Id, string Endpoint, DateTimeOffset At, ReadOnlyMemory<byte> Body);

/// <summary>An announcement that somebody is about to deliver.</summary>
/// <param name="What">The announcement.</param>
/// <param name="Claim">Which claim of it this is, from 1.</param>
internal sealed record ClaimedAnnouncement(Announcement What, int Claim);

/// <summary>An announcement that nobody took in time.</summary>
internal sealed record LapsedAnnouncement(string Id, string Endpoint, DateTimeOffset At);

/// <summary>How the announcements of a store stand.</summary>
/// <param name="Waiting">For all endpoints, also for those that nobody delivers to.</param>
/// <param name="Eldest">When the eldest happened; null: none waits.</param>
/// <param name="Dropped">How many a store in memory has not kept since it was made, because it was full.</param>
internal sealed record AnnouncementFigures(long Waiting, DateTimeOffset? Eldest, long Dropped);
