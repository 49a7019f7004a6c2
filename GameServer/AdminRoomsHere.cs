using GameServer.Actors;
using GameServer.Admin.Api;
using GameServer.Authoring.Kernel;
using GameServer.Protocol.Codecs;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Rooms;
using Google.Protobuf;

namespace GameServer;

/// <summary>The rooms of this node, for an operator. An edge: may be used from any thread.</summary>
internal sealed class AdminRoomsHere(NodeCore core, IRoomStore store, int commandBytesMax, string node)
{
    internal async Task<AdminRooms> ListAsync(AdminRequest.ListRooms asked, CancellationToken cancel)
    {
        var surveyed = await Answered<IReadOnlyList<RoomSurveyed>>(
            answer => core.RoomHost.Tell(new HostMessage.Survey(answer)), cancel).ConfigureAwait(false);
        var found = surveyed
            .Where(each => asked.After is null || string.CompareOrdinal(each.Listing.RoomId, asked.After) > 0)
            .Where(each => asked.Type is null || each.Listing.RoomType == asked.Type)
            .Where(each => asked.Search is not { } text || Has(each.Listing, text))
            .OrderBy(each => each.Listing.RoomId, StringComparer.Ordinal)
            .Take(asked.Limit + 1)
            .Select(each => AdminRoomForms.Room(each, node));
        return AdminPages.Rooms(found, asked.Limit, isMore: false, []);
    }

    internal Task<AdminReply> CreateAsync(AdminRequest.CreateRoom asked, CancellationToken cancel) => Answered<AdminReply>(
        answer => core.RoomHost.Tell(new HostMessage.Create(
            new RoomTypeName(asked.Type),
            asked.Properties,
            asked.Key,
            made => answer(AdminReply.Of(new AdminMadeRoom(made.Value, node))),
            error => answer(AdminReply.No(CodeOf(error.Code), error.Message)))),
        cancel);

    internal async Task<AdminReply> ReadAsync(RoomId id, CancellationToken cancel) =>
        await LookAsync(id, cancel).ConfigureAwait(false) is { } seen
            ? AdminReply.Of(AdminRoomForms.Detail(seen, node))
            : NotHere(id);

    internal async Task<AdminReply> ReadStateAsync(RoomId id, CancellationToken cancel) =>
        await LookAsync(id, cancel).ConfigureAwait(false) is { } seen
            ? AdminReply.Of(AdminRoomForms.State(seen, node))
            : NotHere(id);

    internal async Task<AdminReply> SendAsync(AdminRequest.SendCommand asked, CancellationToken cancel)
    {
        var id = new RoomId(asked.Room);
        var json = asked.Command.ToJsonString();
        if (json.Length > commandBytesMax)
        {
            return AdminReply.No(AdminErrorCode.InvalidRequest, $"A command has at most {commandBytesMax} bytes.");
        }

        if (await TypeOfAsync(id, cancel).ConfigureAwait(false) is not { } type)
        {
            return NotHere(id);
        }

        return Decode(type.Schema, json, out var command) is { } wrong
            ? AdminReply.No(AdminErrorCode.InvalidRequest, $"This is no {type.Schema.Command.FullName}: {wrong}")
            : await OrderAsync(id, new RoomOrder.Tell(command!), cancel).ConfigureAwait(false);
    }

    // Clients may send what this server does not know yet. An operator's misspelt name must not be taken for one left out.
    private static string? Decode(RoomSchema schema, string json, out IMessage? command)
    {
        if (!PayloadCodec.TryDecode(schema.Command, schema.CommandParser, [], json, CodecLimits.Default, out command, out var error))
        {
            return error;
        }

        try
        {
            JsonParser.Default.Parse(json, schema.Command);
            return null;
        }
        catch (InvalidProtocolBufferException cause)
        {
            return cause.Message;
        }
    }

    internal Task<AdminReply> KickAsync(AdminRequest.KickMember asked, CancellationToken cancel) =>
        OrderAsync(new RoomId(asked.Room), new RoomOrder.Kick(new PlayerId(asked.Player), asked.Reason), cancel);

    internal Task<AdminReply> CloseAsync(AdminRequest.CloseRoom asked, CancellationToken cancel) =>
        OrderAsync(new RoomId(asked.Room), new RoomOrder.Close(asked.Reason), cancel);

    // A room that sleeps is opened here for it.
    private async Task<AdminReply> OrderAsync(RoomId id, RoomOrder order, CancellationToken cancel)
    {
        var outcome = await Answered<OrderOutcome>(
            answer =>
            {
                var wanted = new RoomOrders.Wanted(id, order, answer);
                if (core.Rooms.Find(id) is { } room)
                {
                    wanted.PassTo(room);
                    return TellAnswer.Taken;
                }

                return core.RoomHost.Tell(new HostMessage.Route(id, wanted, IsHandedOn: true));
            },
            cancel).ConfigureAwait(false);
        return outcome switch
        {
            OrderOutcome.Done => AdminReply.Of(new AdminDone(true)),
            OrderOutcome.Ended when order is RoomOrder.Close => AdminReply.Of(new AdminDone(false)),
            OrderOutcome.Ended => AdminReply.No(AdminErrorCode.RoomEnded, $"Room '{id}' has ended.", node),
            OrderOutcome.NoMember => AdminReply.No(AdminErrorCode.MemberNotFound, $"The player is no member of room '{id}'.", node),
            OrderOutcome.Failed => AdminReply.No(AdminErrorCode.Refused, "The room's code failed on it; the node's log says how.", node),
            OrderOutcome.NotNow => AdminReply.No(AdminErrorCode.Busy, $"Room '{id}' is busy or moves; ask again in a moment.", node),
        };
    }

    private async Task<RoomSeen?> LookAsync(RoomId id, CancellationToken cancel) => core.Rooms.Find(id) is { } room
        ? await Answered<RoomSeen?>(answer => room.Actor.Tell(new RoomLook(answer)), cancel).ConfigureAwait(false)
        : null;

    private async Task<RoomType?> TypeOfAsync(RoomId id, CancellationToken cancel)
    {
        if (core.Rooms.Find(id) is { } room)
        {
            return room.Type;
        }

        var row = await store.FindAsync(id, cancel).ConfigureAwait(false);
        return row is null ? null : core.Types.Find(row.Type);
    }

    private AdminReply NotHere(RoomId id) =>
        AdminReply.No(AdminErrorCode.Busy, $"Room '{id}' does not run on node '{node}' any more; ask again in a moment.", node);

    // An actor answers by a callback; when it takes no question it is as if it did not answer in time.
    private static async Task<T> Answered<T>(Func<Action<T>, TellAnswer> ask, CancellationToken cancel)
    {
        var answered = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        return ask(answer => answered.TrySetResult(answer)) == TellAnswer.Taken
            ? await answered.Task.WaitAsync(AdminHere.Patience, cancel).ConfigureAwait(false)
            : throw new TimeoutException();
    }

    private static AdminErrorCode CodeOf(ErrorCode code) => code switch
    {
        ErrorCode.RoomTypeUnknown => AdminErrorCode.UnknownRoomType,
        ErrorCode.KeyTaken => AdminErrorCode.KeyTaken,
        ErrorCode.BadRequest => AdminErrorCode.InvalidRequest,
        ErrorCode.Busy => AdminErrorCode.Busy,
        _ => AdminErrorCode.Refused,
    };

    private static bool Has(RoomListing room, string text) =>
        Has(room.RoomId, text) || Has(room.Key, text) || room.Properties.Values.Any(value => Has(value, text));

    private static bool Has(string text, string part) => text.Contains(part, StringComparison.OrdinalIgnoreCase);
}
