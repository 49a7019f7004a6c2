using GameServer.Actors;
using GameServer.Admin.Api;
using GameServer.Authoring.Kernel;
using GameServer.Protocol.Identity;
using GameServer.Rooms;

namespace GameServer;

/// <summary>One room for an operator, wherever in the cluster it is. An edge: may be used from any thread.</summary>
internal sealed class AdminRoomDesk(NodeCore core, IRoomStore store, AdminPeers peers, AdminPast past, TimeProvider time)
{
    internal async Task<AdminReply> ReadAsync(AdminRequest.ReadRoom asked, CancellationToken cancel)
    {
        var id = new RoomId(asked.Room);
        var reply = await LocateAsync(id, cancel).ConfigureAwait(false) switch
        {
            Place.Runs runs => await peers.AskAsync<AdminRoomDetail>(runs.At, asked, cancel).ConfigureAwait(false),
            Place.Rests => await past.NowAsync(
                id, seen => AdminRoomForms.Detail(seen, core.Types.Find(seen.Row.Type)!), cancel).ConfigureAwait(false),
            var other => None(id, other),
        };
        if (reply is not AdminReply.Done { Body: AdminRoomDetail detail })
        {
            return reply;
        }

        var row = await store.FindAsync(id, cancel).ConfigureAwait(false);
        return row is null ? reply : AdminReply.Of(AdminRoomForms.WithOrigin(detail, row));
    }

    internal async Task<AdminReply> ReadStateAsync(AdminRequest.ReadRoomState asked, CancellationToken cancel)
    {
        var id = new RoomId(asked.Room);
        return await LocateAsync(id, cancel).ConfigureAwait(false) switch
        {
            Place.Runs runs => await peers.AskAsync<AdminRoomState>(runs.At, asked, cancel).ConfigureAwait(false),
            Place.Rests => await past.NowAsync(id, AdminRoomForms.State, cancel).ConfigureAwait(false),
            var other => None(id, other),
        };
    }

    /// <summary>Has something done by a room; one that sleeps is woken for it.</summary>
    internal async Task<AdminReply> OrderAsync(RoomId id, AdminRequest order, CancellationToken cancel) =>
        await LocateAsync(id, cancel).ConfigureAwait(false) switch
        {
            Place.Runs runs => await peers.AskAsync<AdminDone>(runs.At, order, cancel).ConfigureAwait(false),
            Place.Rests { IsOver: false } => await peers.AskAsync<AdminDone>(peers.Host, order, cancel).ConfigureAwait(false),
            Place.Rests when order is AdminRequest.CloseRoom => AdminReply.Of(new AdminDone(false)),
            var other => None(id, other),
        };

    /// <summary>Keeps a place: the way of rooms that reserve seats in one another leads to any node.</summary>
    internal async Task<AdminReply> ReserveAsync(AdminRequest.ReserveSeat asked, CancellationToken cancel)
    {
        var id = new RoomId(asked.Room);
        var place = await LocateAsync(id, cancel).ConfigureAwait(false);
        if (place is not (Place.Runs or Place.Rests { IsOver: false }))
        {
            return None(id, place);
        }

        var (seat, until) = (core.Ids.NewId(), time.GetUtcNow() + TimeSpan.FromMilliseconds(asked.LifetimeMs));
        var answered = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var player = asked.Player is null ? (PlayerId?)null : new PlayerId(asked.Player);
        var wanted = new RoomSeats.Wanted(id, new RoomInput.Reserve(seat, player, until), refusal => answered.TrySetResult(refusal));
        if (core.Rooms.Find(id) is { } room)
        {
            wanted.PassTo(room);
        }
        else if (core.RoomHost.Tell(new HostMessage.Route(id, wanted)) != TellAnswer.Taken)
        {
            wanted.Refuse();
        }

        return await answered.Task.WaitAsync(AdminHere.Patience, cancel).ConfigureAwait(false) is { } refused
            ? AdminReply.No(AdminErrorCode.Refused, refused)
            : AdminReply.Of(new AdminSeat(seat, until));
    }

    private async Task<Place> LocateAsync(RoomId id, CancellationToken cancel)
    {
        if (core.Rooms.Find(id) is not null)
        {
            return new Place.Runs(peers.Self);
        }

        if (!RoomRules.IsId(id) || !core.Types.AnyPlaced)
        {
            return Place.Nowhere.Instance;
        }

        var found = await store.LocateAsync([id], cancel).ConfigureAwait(false);
        return found[0] switch
        {
            RoomWhereabouts.RunsAt runs => new Place.Runs(peers.Of(runs.Owner.Process)),
            RoomWhereabouts.Free => new Place.Rests(IsOver: false),
            RoomWhereabouts.NotFound => await store.FindAsync(id, cancel).ConfigureAwait(false) is { Phase: RoomPhase.Finished }
                ? new Place.Rests(IsOver: true)
                : Place.Nowhere.Instance,
            var other => throw new InvalidOperationException($"{other} is nowhere."),
        };
    }

    private static AdminReply None(RoomId id, Place place) => place is Place.Rests
        ? AdminReply.No(AdminErrorCode.RoomEnded, $"Room '{id}' has ended.")
        : AdminReply.No(AdminErrorCode.RoomNotFound, RoomsDesk.NoRoom(id));

    /// <summary>Where a room is. A closed set.</summary>
    private abstract record Place
    {
        /// <summary>A node runs it, or is about to.</summary>
        internal sealed record Runs(AdminPeer At) : Place;

        /// <summary>It is in the store only; it has ended or sleeps.</summary>
        internal sealed record Rests(bool IsOver) : Place;

        internal sealed record Nowhere : Place
        {
            internal static readonly Nowhere Instance = new();
        }
    }
}
