using GameServer.Admin.Api;
using GameServer.Cluster;
using GameServer.Protocol.Identity;
using Microsoft.Extensions.Hosting;

namespace GameServer;

/// <summary>Does what operators ask through the Admin API, here and on all other nodes. An edge: may be used from any thread.</summary>
/// <param name="peers">The nodes.</param>
/// <param name="rooms">Single rooms.</param>
/// <param name="past">What is stored.</param>
/// <param name="nodes">The store's rows of nodes; null where this node serves alone.</param>
/// <param name="lifetime">Of this process.</param>
internal sealed class AdminDesk(
    AdminPeers peers, AdminRoomDesk rooms, AdminPast past, INodeStore? nodes, IHostApplicationLifetime lifetime) : IAdminDesk
{
    /// <inheritdoc />
    public string Node => peers.Self.Name;

    /// <inheritdoc />
    public async Task<AdminReply> AskAsync(AdminRequest request, CancellationToken cancel)
    {
        try
        {
            return await AnswerAsync(request, cancel).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return AdminReply.No(AdminErrorCode.NoAnswer, "What was asked has taken too long; it may be done or not.", Node);
        }
    }

    private Task<AdminReply> AnswerAsync(AdminRequest request, CancellationToken cancel) => request switch
    {
        AdminRequest.ListNodes list => NodesAsync(list, cancel),
        AdminRequest.DrainNode drain => DrainAsync(new NodeId(drain.Node), cancel),
        AdminRequest.ReadFigures read => FiguresAsync(read, cancel),
        AdminRequest.ListSessions list => SessionsAsync(list, cancel),
        AdminRequest.ReadSession read => SessionAsync(read, cancel),
        AdminRequest.CloseSession close => CloseAsync(close, cancel),
        AdminRequest.ListRooms list => RoomsAsync(list, cancel),
        AdminRequest.ListStoredRooms list => past.ListAsync(list, cancel),
        AdminRequest.CreateRoom create => peers.AskAsync<AdminMadeRoom>(peers.Host, create, cancel),
        AdminRequest.ReadRoom read => rooms.ReadAsync(read, cancel),
        AdminRequest.ReadRoomState read => rooms.ReadStateAsync(read, cancel),
        AdminRequest.ListRoomHistory list => past.HistoryAsync(list, cancel),
        AdminRequest.ReadRoomMoment read => past.MomentAsync(read, cancel),
        AdminRequest.ForkRoom fork => past.ForkAsync(fork, cancel),
        AdminRequest.ReserveSeat reserve => rooms.ReserveAsync(reserve, cancel),
        AdminRequest.SendCommand send => rooms.OrderAsync(new RoomId(send.Room), send, cancel),
        AdminRequest.KickMember kick => rooms.OrderAsync(new RoomId(kick.Room), kick, cancel),
        AdminRequest.CloseRoom close => rooms.OrderAsync(new RoomId(close.Room), close, cancel),
        var other => throw new InvalidOperationException($"{other} is no request."),
    };

    private async Task<AdminReply> NodesAsync(AdminRequest.ListNodes list, CancellationToken cancel)
    {
        var all = peers.All;
        var (answers, missing) = await peers.AskAllAsync<AdminNode>(all, list, cancel).ConfigureAwait(false);
        return AdminReply.Of(new AdminNodes([.. all.Select(peer => Told(peer, answers))], missing));
    }

    // What a node says of itself, and what the cluster knows of it.
    private AdminNode Told(AdminPeer peer, IReadOnlyList<AdminNode> answers)
    {
        var said = answers.FirstOrDefault(each => each.Process == peer.Process.Value)
            ?? new AdminNode(peer.Name, peer.Process.Value, false, null, [], AdminNodeState.Live, 0, null, null, null, null);
        var known = peers.View.OfProcess(peer.Process);
        return known is null ? said with { IsSelf = peer.IsSelf } : said with
        {
            IsSelf = peer.IsSelf,
            Address = known.LinkAddress,
            Roles = NodeRolesText.Names(known.Roles),
            State = known.IsDraining ? AdminNodeState.Draining : AdminNodeState.Live,
            Rooms = said.Sessions is null ? known.Rooms : said.Rooms,
        };
    }

    private async Task<AdminReply> DrainAsync(NodeId node, CancellationToken cancel)
    {
        if (nodes is not null && peers.View.Nodes.Length > 0)
        {
            return await nodes.AskToDrainAsync(node, cancel).ConfigureAwait(false)
                ? AdminReply.Of(new AdminAccepted(true))
                : NoNode(node.Value);
        }

        if (node.Value != Node)
        {
            return NoNode(node.Value);
        }

        lifetime.StopApplication();
        return AdminReply.Of(new AdminAccepted(true));
    }

    private async Task<AdminReply> FiguresAsync(AdminRequest.ReadFigures read, CancellationToken cancel)
    {
        var (answers, missing) = await peers.AskAllAsync<AdminNodeFigures>(peers.All, read, cancel).ConfigureAwait(false);
        return AdminReply.Of(new AdminFigures(answers, missing));
    }

    private async Task<AdminReply> SessionsAsync(AdminRequest.ListSessions list, CancellationToken cancel)
    {
        if (Asked(list.Node) is not { } asked)
        {
            return NoNode(list.Node!);
        }

        var (answers, missing) = await peers.AskAllAsync<AdminSessions>(asked, list, cancel).ConfigureAwait(false);
        var isMore = answers.Any(each => each.Next is not null);
        return AdminReply.Of(AdminPages.Sessions(answers.SelectMany(each => each.Sessions), list.Limit, isMore, missing));
    }

    private async Task<AdminReply> RoomsAsync(AdminRequest.ListRooms list, CancellationToken cancel)
    {
        if (Asked(list.Node) is not { } asked)
        {
            return NoNode(list.Node!);
        }

        var (answers, missing) = await peers.AskAllAsync<AdminRooms>(asked, list, cancel).ConfigureAwait(false);
        var isMore = answers.Any(each => each.Next is not null);
        return AdminReply.Of(AdminPages.Rooms(answers.SelectMany(each => each.Rooms), list.Limit, isMore, missing));
    }

    private async Task<AdminReply> SessionAsync(AdminRequest.ReadSession read, CancellationToken cancel)
    {
        var (answers, missing) = await peers.AskAllAsync<AdminSessionDetail>(peers.All, read, cancel).ConfigureAwait(false);
        if (answers.Count > 0)
        {
            // A session that has moved is known to the gateway before, too, until its window has passed.
            return AdminReply.Of(answers.MaxBy(each => each.Generation)!);
        }

        return missing.FirstOrDefault(each => each.Code != AdminErrorCode.SessionNotFound) is { } silent
            ? AdminReply.No(silent.Code, $"No node that answered has the session; node '{silent.Node}' did not answer.", silent.Node)
            : AdminReply.No(AdminErrorCode.SessionNotFound, $"There is no session '{read.Session}'.");
    }

    // The player first leaves the rooms: what is closed then has nothing to come back to.
    private async Task<AdminReply> CloseAsync(AdminRequest.CloseSession close, CancellationToken cancel)
    {
        var found = await SessionAsync(new AdminRequest.ReadSession(close.Session), cancel).ConfigureAwait(false);
        if (found is not AdminReply.Done { Body: AdminSessionDetail session })
        {
            return found;
        }

        var kicks = await Task.WhenAll(session.Rooms.Select(room => rooms.OrderAsync(
            new RoomId(room.Id), new AdminRequest.KickMember(room.Id, session.Player, close.Reason), cancel))).ConfigureAwait(false);
        var closed = peers.Named(session.Node) is { } gateway
            ? await peers.AskAsync<AdminDone>(gateway, close, cancel).ConfigureAwait(false)
            : NoNode(session.Node);
        return closed is AdminReply.Done && kicks.OfType<AdminReply.Refused>().FirstOrDefault(IsStillIn) is { } failed
            ? AdminReply.No(failed.Error.Code, $"The session is closed, but its player may be in a room still: {failed.Error.Message}")
            : closed;
    }

    private static bool IsStillIn(AdminReply.Refused refused) => refused.Error.Code is not (
        AdminErrorCode.MemberNotFound or AdminErrorCode.RoomNotFound or AdminErrorCode.RoomEnded);

    private IReadOnlyList<AdminPeer>? Asked(string? name) =>
        name is null ? peers.All : peers.Named(name) is { } peer ? [peer] : null;

    private static AdminReply NoNode(string name) => AdminReply.No(AdminErrorCode.NodeNotFound, $"No live node is called '{name}'.");
}
