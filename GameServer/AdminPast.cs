using GameServer.Admin.Api;
using GameServer.Identity;
using GameServer.Protocol.Identity;
using GameServer.Rooms;

namespace GameServer;

/// <summary>
/// What the store tells an operator of rooms and their past, as the `rooms` commands do. Any node can. An edge: may be used from any
/// thread.
/// </summary>
internal sealed class AdminPast(IRoomStore store, RoomTypes types, IIdSource ids, TimeProvider time)
{
    /// <summary>Rooms that a search looks through: those that have changed last.</summary>
    private const int SearchedMax = 10_000;

    private RoomsDesk Desk => new(
        store,
        types.Names.ToDictionary(name => name, name => types.Find(name)!.Class),
        time.GetUtcNow(),
        ids,
        TextWriter.Null,
        IsJson: true);

    internal async Task<AdminReply> ListAsync(AdminRequest.ListStoredRooms asked, CancellationToken cancel)
    {
        var type = asked.Type is null ? (RoomTypeName?)null : new RoomTypeName(asked.Type);
        var most = asked.Search is null ? asked.Limit + 1 : SearchedMax;
        var rows = await store.ListAsync(type, asked.Finished, most, cancel).ConfigureAwait(false);
        var found = rows.Where(row => asked.Search is not { } text || Has(row.Id.Value, text) || Has(row.Key, text)).ToList();
        var isAll = found.Count <= asked.Limit && (asked.Search is null || rows.Count < most);
        return AdminReply.Of(new AdminStoredRooms([.. found.Take(asked.Limit).Select(AdminRoomForms.Stored)], isAll));
    }

    internal async Task<AdminReply> HistoryAsync(AdminRequest.ListRoomHistory asked, CancellationToken cancel)
    {
        var room = new RoomId(asked.Room);
        if (await store.FindAsync(room, cancel).ConfigureAwait(false) is not { } row)
        {
            return AdminReply.No(AdminErrorCode.RoomNotFound, $"No room '{room}' is stored.");
        }

        var entries = await store.ListHistoryAsync(room, asked.Limit + 1, cancel).ConfigureAwait(false);
        return AdminReply.Of(new AdminHistory(
            asked.Room,
            row.Version.Value,
            [.. entries.TakeLast(asked.Limit).Select(AdminRoomForms.Entry)],
            entries.Count <= asked.Limit));
    }

    internal async Task<AdminReply> MomentAsync(AdminRequest.ReadRoomMoment asked, CancellationToken cancel)
    {
        var desk = Desk;
        if (RoomsMoment.Parse(asked.Moment, desk.Now) is not { } moment)
        {
            return NoMoment(asked.Moment);
        }

        return await RoomsSight.LookAsync(desk, new RoomId(asked.Room), moment, cancel).ConfigureAwait(false) switch
        {
            RoomsSight.Seen seen => AdminReply.Of(AdminRoomForms.Moment(seen)),
            RoomsSight.Unseen unseen => Refused(unseen),
            var other => throw new InvalidOperationException($"{other} is no sight."),
        };
    }

    /// <summary>A room that nobody runs, as it is stored now.</summary>
    internal async Task<AdminReply> NowAsync(RoomId room, Func<RoomsSight.Seen, object> form, CancellationToken cancel) =>
        await RoomsSight.LookAsync(Desk, room, moment: null, cancel).ConfigureAwait(false) switch
        {
            RoomsSight.Seen seen => AdminReply.Of(form(seen)),
            RoomsSight.Unseen unseen => Refused(unseen),
            var other => throw new InvalidOperationException($"{other} is no sight."),
        };

    internal async Task<AdminReply> ForkAsync(AdminRequest.ForkRoom asked, CancellationToken cancel)
    {
        var desk = Desk;
        if (RoomsMoment.Parse(asked.At, desk.Now) is not { } moment)
        {
            return NoMoment(asked.At);
        }

        if (RoomRules.Check([], asked.Key) is { } wrong)
        {
            return AdminReply.No(AdminErrorCode.InvalidRequest, wrong);
        }

        var fork = new RoomsFork(new RoomId(asked.Room), moment, asked.Key);
        return await fork.MakeAsync(desk, cancel).ConfigureAwait(false) switch
        {
            RoomForked.Made made => AdminReply.Of(new AdminMadeFork(made.Id.Value, asked.Room, made.At.Value)),
            RoomForked.Unseen unseen => Refused(unseen.Sight),
            RoomForked.HadEnded ended => AdminReply.No(AdminErrorCode.RoomEnded, ended.Why),
            RoomForked.KeyTaken taken => AdminReply.No(AdminErrorCode.KeyTaken, taken.Why),
            var other => throw new InvalidOperationException($"{other} is no outcome of forking."),
        };
    }

    private static AdminReply NoMoment(string text) => AdminReply.No(
        AdminErrorCode.InvalidRequest, $"'{text}' is no moment; it must be like 57, 2026-11-22T10:15:00Z or -10m.");

    private static AdminReply Refused(RoomsSight.Unseen unseen) => AdminReply.No(
        unseen.Cause switch
        {
            UnseenCause.NoRoom => AdminErrorCode.RoomNotFound,
            UnseenCause.UnknownType => AdminErrorCode.UnknownRoomType,
            UnseenCause.NewerFormat => AdminErrorCode.NotSupported,
            UnseenCause.NotYet => AdminErrorCode.NotYet,
            UnseenCause.NotKept or UnseenCause.Damaged => AdminErrorCode.NotKept,
        },
        unseen.Why);

    private static bool Has(string text, string part) => text.Contains(part, StringComparison.OrdinalIgnoreCase);
}
