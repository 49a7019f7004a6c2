using System.Text.Json;
using GameServer.Admin.Api;
using GameServer.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace GameServer.Admin;

/// <summary>Answers requests to the Admin API: who may, what is asked, what came of it. Acts get a line in the audit log.</summary>
/// <param name="entrance">Who may come in.</param>
/// <param name="desk">Does it.</param>
/// <param name="audit">Who did what, and what came of it.</param>
internal sealed class AdminApi(AdminEntrance entrance, IAdminDesk desk, ILogger audit)
{
    internal const string Root = "/admin/v1";
    internal const string AuditCategory = "GameServer.Admin.Audit";

    /// <summary>The largest body; the web server has the same limit.</summary>
    internal const int BodyBytesMax = 65_536;

    private const string BusySeconds = "1";

    /// <summary>One of the operations.</summary>
    internal async Task AnswerAsync(HttpContext context, AdminRoute route)
    {
        switch (entrance.Admit(context, route.Role))
        {
            case AdminAdmission.Refused refused:
                if (refused.Who is { } known)
                {
                    Audit(context, route, known, new AdminReply.Refused(refused.Error));
                }

                await WriteAsync(context, new AdminReply.Refused(refused.Error), route.Status).ConfigureAwait(false);
                break;
            case AdminAdmission.Admitted admitted:
                var reply = await AskAsync(context, route, admitted.Who).ConfigureAwait(false);
                Audit(context, route, admitted.Who, reply);
                await WriteAsync(context, reply, route.Status).ConfigureAwait(false);
                break;
        }
    }

    /// <summary>Whatever else is asked below the root.</summary>
    internal async Task AnswerUnknownAsync(HttpContext context)
    {
        if (entrance.Admit(context, AdminRole.Viewer) is AdminAdmission.Refused refused)
        {
            await WriteAsync(context, new AdminReply.Refused(refused.Error), default).ConfigureAwait(false);
            return;
        }

        var path = context.Request.Path.Value![Root.Length..];
        var methods = AdminOperations.All.Where(route => route.Matches(path)).Select(route => route.Method).ToList();
        if (methods.Count > 0)
        {
            context.Response.Headers.Allow = string.Join(", ", methods);
        }

        await WriteAsync(
            context,
            methods.Count > 0
                ? AdminReply.No(AdminErrorCode.MethodNotAllowed, $"Ask for this with {string.Join(" or ", methods)}.")
                : AdminReply.No(AdminErrorCode.UnknownPath, $"There is nothing at this path; {Root}/openapi.json says what there is."),
            default).ConfigureAwait(false);
    }

    private async Task<AdminReply> AskAsync(HttpContext context, AdminRoute route, AdminIdentity who)
    {
        try
        {
            if (await BodyAsync(context).ConfigureAwait(false) is not { } body)
            {
                return AdminReply.No(AdminErrorCode.InvalidRequest, $"The body has more than {BodyBytesMax} bytes.");
            }

            var call = new AdminCall(context, who, desk.Node, body);
            call.Know(route.Parameters);
            return call.Wrong is { } wrong
                ? AdminReply.No(AdminErrorCode.InvalidRequest, wrong)
                : await route.Ask(call, desk, context.RequestAborted).ConfigureAwait(false);
        }
        catch (Exception cause) when (cause is not OperationCanceledException || !context.RequestAborted.IsCancellationRequested)
        {
            audit.AdminFailed(cause, route.Name);
            return AdminReply.No(AdminErrorCode.Failed, "The server could not do it; its log says why.");
        }
    }

    // Null: it is too large.
    private static async Task<ReadOnlyMemory<byte>?> BodyAsync(HttpContext context)
    {
        if (context.Request.ContentLength > BodyBytesMax)
        {
            return null;
        }

        using var body = new MemoryStream();
        try
        {
            await context.Request.Body.CopyToAsync(body, context.RequestAborted).ConfigureAwait(false);
        }
        catch (BadHttpRequestException cause) when (cause.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return null;
        }

        return body.ToArray();
    }

    private void Audit(HttpContext context, AdminRoute route, AdminIdentity who, AdminReply reply)
    {
        if (route.Role == AdminRole.Viewer)
        {
            return;
        }

        var made = reply is AdminReply.Done done
            ? done.Body switch
            {
                AdminMadeRoom room => room.Id,
                AdminMadeFork fork => fork.Id,
                _ => null,
            }
            : null;
        var outcome = reply is AdminReply.Refused refused ? refused.Error.Code.ToString() : "Done";
        audit.OperatorActed(
            who.Name, route.Name, outcome, made ?? Named(context, "room"), Named(context, "session"), Named(context, "node"),
            Named(context, "player"));
    }

    private static string Named(HttpContext context, string part) =>
        context.Request.RouteValues.TryGetValue(part, out var value) && value is string text ? Printable(text) : "-";

    // What somebody has put into a path is nobody's line of the log.
    private static string Printable(string text) => new(
        text.Take(AdminCall.TextCharactersMax).Select(static each => char.IsControl(each) ? '?' : each).ToArray());

    private static async Task WriteAsync(HttpContext context, AdminReply reply, int status)
    {
        var response = context.Response;
        var body = reply switch
        {
            AdminReply.Done done => done.Body,
            AdminReply.Refused refused => refused.Error,
            var other => throw new InvalidOperationException($"{other} is no reply."),
        };
        if (body is AdminError { Code: AdminErrorCode.Busy })
        {
            response.Headers.RetryAfter = BusySeconds;
        }

        response.StatusCode = body is AdminError error ? AdminStatus.Of(error.Code) : status;
        response.ContentType = "application/json; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        await JsonSerializer.SerializeAsync(response.Body, body, body.GetType(), AdminJson.Options, context.RequestAborted)
            .ConfigureAwait(false);
    }
}
