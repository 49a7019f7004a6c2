using GameServer.Admin.Api;

namespace GameServer;

/// <summary>Pages of what is listed by id, of one node or of several together. Pure.</summary>
internal static class AdminPages
{
    /// <param name="found">In any order.</param>
    /// <param name="limit">So many are on the page.</param>
    /// <param name="isMore">There is more than what was found.</param>
    /// <param name="missing">Whose share is missing.</param>
    internal static AdminSessions Sessions(
        IEnumerable<AdminSession> found, int limit, bool isMore, IReadOnlyList<AdminMissing> missing)
    {
        var (page, next) = Page(found, each => each.Id, limit, isMore);
        return new AdminSessions(page, next, missing);
    }

    /// <inheritdoc cref="Sessions" />
    internal static AdminRooms Rooms(IEnumerable<AdminRoom> found, int limit, bool isMore, IReadOnlyList<AdminMissing> missing)
    {
        // While a room moves both nodes may tell of it.
        var (page, next) = Page(found.DistinctBy(each => each.Id), each => each.Id, limit, isMore);
        return new AdminRooms(page, next, missing);
    }

    private static (IReadOnlyList<T> Page, string? Next) Page<T>(IEnumerable<T> found, Func<T, string> id, int limit, bool isMore)
    {
        var all = found.OrderBy(id, StringComparer.Ordinal).ToList();
        var page = all.Take(limit).ToList();
        return (page, page.Count > 0 && (isMore || all.Count > limit) ? id(page[^1]) : null);
    }
}
