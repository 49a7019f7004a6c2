using GameServer.Admin;
using GameServer.Telemetry;
using Microsoft.AspNetCore.Http;

namespace GameServer.Tests.Admin;

public sealed class AdminEntranceTests
{
    private const string Viewer = "viewerviewerviewerviewerviewerviewer";
    private const string Operator = "operatoroperatoroperatoroperator";

    private readonly AdminEntrance _entrance = new(
        ((AdminTokensLoad.Loaded)AdminTokens.Load(new AdminOptions
        {
            Tokens =
        [
            new() { Name = "ann", Role = AdminRole.Viewer, Token = Viewer },
            new() { Name = "ben", Role = AdminRole.Operator, Token = Operator },
        ],
        })).Tokens,
        new WrongTokens(1_000, TimeProvider.System, _ => "here"),
        new AdminMeter());

    [Fact]
    public void A_viewer_may_look_and_not_act()
    {
        Ask(AdminRole.Viewer, $"Bearer {Viewer}").ShouldBe(("ann", 200));
        Ask(AdminRole.Operator, $"Bearer {Viewer}").ShouldBe((null, 403));
    }

    [Fact]
    public void An_operator_may_do_both()
    {
        Ask(AdminRole.Viewer, $"Bearer {Operator}").ShouldBe(("ben", 200));
        Ask(AdminRole.Operator, $"Bearer {Operator}").ShouldBe(("ben", 200));
    }

    [Fact]
    public void Who_has_no_token_or_two_is_asked_for_one()
    {
        Ask(AdminRole.Viewer).ShouldBe((null, 401));
        Ask(AdminRole.Viewer, $"Bearer {Viewer}", $"Bearer {Operator}").ShouldBe((null, 401));
    }

    private (string? Name, int Status) Ask(AdminRole needed, params string[] authorization)
    {
        var context = new DefaultHttpContext();
        context.Request.Headers.Authorization = authorization;
        var name = (_entrance.Admit(context, needed) as AdminAdmission.Admitted)?.Who.Name;
        context.Response.Headers.WWWAuthenticate.ToString().ShouldBe(context.Response.StatusCode == 401 ? "Bearer" : "");
        return (name, context.Response.StatusCode);
    }
}
