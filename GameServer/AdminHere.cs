using GameServer.Admin.Api;
using GameServer.Protocol.Identity;
using GameServer.Telemetry;
using Microsoft.Extensions.Logging;

namespace GameServer;

/// <summary>
/// What this node itself can tell an operator and do for one, whoever asks: one of its own, or another node. An edge: may be used from any
/// thread.
/// </summary>
internal sealed class AdminHere(AdminFiguresHere figures, AdminSessionsHere sessions, AdminRoomsHere rooms, string node, ILogger log)
{
    /// <summary>How long actors may take to answer.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Its name.</summary>
    internal string Node => node;

    internal async Task<AdminReply> AskAsync(AdminRequest request, CancellationToken cancel)
    {
        try
        {
            return await AnswerAsync(request, cancel).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return AdminReply.No(AdminErrorCode.NoAnswer, $"What was asked of node '{node}' has taken too long.", node);
        }
        catch (Exception cause) when (cause is not OperationCanceledException)
        {
            log.AdminFailed(cause, request.GetType().Name);
            return AdminReply.No(AdminErrorCode.Failed, $"Node '{node}' could not do it; its log says why.", node);
        }
    }

    private async Task<AdminReply> AnswerAsync(AdminRequest request, CancellationToken cancel) => request switch
    {
        AdminRequest.ListNodes => AdminReply.Of(figures.Node()),
        AdminRequest.ReadFigures => AdminReply.Of(figures.Read()),
        AdminRequest.ListSessions list => AdminReply.Of(sessions.List(list)),
        AdminRequest.ReadSession read => await sessions.ReadAsync(new SessionId(read.Session)).ConfigureAwait(false),
        AdminRequest.CloseSession close => sessions.Close(close),
        AdminRequest.ListRooms list => AdminReply.Of(await rooms.ListAsync(list, cancel).ConfigureAwait(false)),
        AdminRequest.CreateRoom create => await rooms.CreateAsync(create, cancel).ConfigureAwait(false),
        AdminRequest.ReadRoom read => await rooms.ReadAsync(new RoomId(read.Room), cancel).ConfigureAwait(false),
        AdminRequest.ReadRoomState read => await rooms.ReadStateAsync(new RoomId(read.Room), cancel).ConfigureAwait(false),
        AdminRequest.SendCommand send => await rooms.SendAsync(send, cancel).ConfigureAwait(false),
        AdminRequest.KickMember kick => await rooms.KickAsync(kick, cancel).ConfigureAwait(false),
        AdminRequest.CloseRoom close => await rooms.CloseAsync(close, cancel).ConfigureAwait(false),

        // Not a matter of one node.
        AdminRequest.DrainNode or AdminRequest.ListStoredRooms or AdminRequest.ListRoomHistory or AdminRequest.ReadRoomMoment
            or AdminRequest.ForkRoom or AdminRequest.ReserveSeat or _ =>
            AdminReply.No(AdminErrorCode.NotSupported, "Any node answers this itself.", node),
    };
}
