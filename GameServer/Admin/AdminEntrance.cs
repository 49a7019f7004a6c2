using System.Globalization;
using GameServer.Admin.Api;
using GameServer.Telemetry;
using Microsoft.AspNetCore.Http;

namespace GameServer.Admin;

/// <summary>Lets requests in that carry a token of the configuration, and gives the others their status.</summary>
internal sealed class AdminEntrance(AdminTokens tokens, WrongTokens wrong, AdminMeter meter)
{
    /// <summary>Who asks, and whether that one may.</summary>
    internal AdminAdmission Admit(HttpContext context, AdminRole needed)
    {
        var headers = context.Request.Headers.Authorization;
        if (headers.Count != 1)
        {
            return Refuse(context, new AdminError(AdminErrorCode.Unauthorized, "Send one header 'Authorization: Bearer TOKEN'."));
        }

        var found = wrong.Find(context, () => tokens.Find(headers[0]), out var wait);
        if (wait > TimeSpan.Zero)
        {
            context.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            return Refuse(context, new AdminError(
                AdminErrorCode.TooManyWrongTokens, "Too many wrong tokens came from this address; none from there is looked at for now."));
        }

        if (found is not { } identity)
        {
            meter.WrongToken();
            return Refuse(context, new AdminError(AdminErrorCode.Unauthorized, "This is no token of the configuration."));
        }

        return identity.Role < needed
            ? Refuse(context, new AdminError(AdminErrorCode.Forbidden, "This takes a token of the role 'operator'."), identity)
            : new AdminAdmission.Admitted(identity);
    }

    private AdminAdmission Refuse(HttpContext context, AdminError error, AdminIdentity? who = null)
    {
        meter.Refused(error.Code.ToString());
        context.Response.StatusCode = AdminStatus.Of(error.Code);
        if (error.Code == AdminErrorCode.Unauthorized)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
        }

        return new AdminAdmission.Refused(error, who);
    }
}

/// <summary>Whether a request may be answered. A closed set.</summary>
internal abstract record AdminAdmission
{
    private AdminAdmission()
    {
    }

    internal sealed record Admitted(AdminIdentity Who) : AdminAdmission;

    /// <param name="Error">Why not; the response has its status.</param>
    /// <param name="Who">Whose token it carried; null: nobody's.</param>
    internal sealed record Refused(AdminError Error, AdminIdentity? Who) : AdminAdmission;
}
