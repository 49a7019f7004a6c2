using Microsoft.AspNetCore.Http;

namespace GameServer.Admin;

/// <summary>Lets requests in that carry a token of the configuration, and answers the others.</summary>
internal sealed class AdminEntrance(AdminTokens tokens)
{
    /// <summary>Who asks, if that one may; null: the request has its answer, 401 or 403.</summary>
    internal AdminIdentity? Admit(HttpContext context, AdminRole needed)
    {
        var headers = context.Request.Headers.Authorization;
        if (headers.Count != 1 || tokens.Find(headers[0]) is not { } identity)
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            context.Response.Headers.WWWAuthenticate = "Bearer";
            return null;
        }

        if (identity.Role < needed)
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return null;
        }

        return identity;
    }
}
