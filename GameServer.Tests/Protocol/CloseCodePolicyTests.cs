using GameServer.Protocol;
using GameServer.Protocol.V1;

namespace GameServer.Tests.Protocol;

public sealed class CloseCodePolicyTests
{
    [Theory]
    [InlineData(CloseCode.ServerShutdown, ClientAction.Resume)]
    [InlineData(CloseCode.SlowConsumer, ClientAction.Resume)]
    [InlineData(CloseCode.HeartbeatLost, ClientAction.Resume)]
    [InlineData(CloseCode.SessionError, ClientAction.Resume)]
    [InlineData(CloseCode.Overloaded, ClientAction.WaitAndResume)]
    [InlineData(CloseCode.TooManyRequests, ClientAction.WaitAndResume)]
    [InlineData(CloseCode.SessionExpired, ClientAction.LogInAgain)]
    [InlineData(CloseCode.HelloTimeout, ClientAction.LogInAgain)]
    [InlineData(CloseCode.Unauthenticated, ClientAction.LogInAgain)]
    [InlineData(CloseCode.SessionTaken, ClientAction.DoNotReturn)]
    [InlineData(CloseCode.ProtocolError, ClientAction.DoNotReturn)]
    [InlineData(CloseCode.VersionUnsupported, ClientAction.DoNotReturn)]
    [InlineData(CloseCode.Removed, ClientAction.DoNotReturn)]
    public void Every_close_code_says_what_to_do(CloseCode code, ClientAction action) =>
        CloseCodePolicy.ActionFor((int)code).ShouldBe(action);

    [Fact]
    public void Every_close_code_is_in_a_known_hundred() => Enum.GetValues<CloseCode>()
        .Where(code => code != CloseCode.Unspecified)
        .ShouldAllBe(code => (int)code >= 4000 && (int)code <= 4399);

    [Theory]
    [InlineData(4399, ClientAction.DoNotReturn)]
    [InlineData(4099, ClientAction.Resume)]
    [InlineData(4400, ClientAction.WaitAndResume)]
    [InlineData(3000, ClientAction.WaitAndResume)]
    [InlineData(0, ClientAction.WaitAndResume)]
    public void Numbers_of_later_versions_have_an_action(int code, ClientAction action) => CloseCodePolicy.ActionFor(code).ShouldBe(action);

    [Theory]
    [InlineData(1000, ClientAction.DoNotReturn)]
    [InlineData(1001, ClientAction.Resume)]
    [InlineData(1002, ClientAction.DoNotReturn)]
    [InlineData(1003, ClientAction.DoNotReturn)]
    [InlineData(1005, ClientAction.Resume)]
    [InlineData(1006, ClientAction.Resume)]
    [InlineData(1007, ClientAction.DoNotReturn)]
    [InlineData(1008, ClientAction.DoNotReturn)]
    [InlineData(1009, ClientAction.DoNotReturn)]
    [InlineData(1010, ClientAction.DoNotReturn)]
    [InlineData(1011, ClientAction.WaitAndResume)]
    [InlineData(1012, ClientAction.WaitAndResume)]
    [InlineData(1013, ClientAction.WaitAndResume)]
    [InlineData(1014, ClientAction.WaitAndResume)]
    [InlineData(1015, ClientAction.WaitAndResume)]
    public void The_codes_of_the_websocket_standard_have_an_action(int code, ClientAction action) =>
        CloseCodePolicy.ActionFor(code).ShouldBe(action);
}
