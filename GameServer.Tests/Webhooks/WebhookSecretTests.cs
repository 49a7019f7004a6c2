using GameServer.Webhooks;

namespace GameServer.Tests.Webhooks;

public sealed class WebhookSecretTests
{
    [Fact]
    public void It_signs_as_the_specification_shows()
    {
        var secret = WebhookSecret.Read("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").ShouldNotBeNull();

        secret.Sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, "{\"test\": 2432232314}"u8)
            .ShouldBe("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    [Theory]
    [InlineData("")]
    [InlineData("whsec_")]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS")]
    [InlineData("whsec_c2hvcnQ=")]
    [InlineData("whsec_not base64 at all, whatever its length may be")]
    public void What_is_no_secret_is_none(string text) => WebhookSecret.Read(text).ShouldBeNull();

    [Fact]
    public void One_that_is_too_long_is_none() =>
        WebhookSecret.Read("whsec_" + Convert.ToBase64String(new byte[WebhookSecret.BytesMax + 1])).ShouldBeNull();

    [Fact]
    public void It_does_not_tell_itself() =>
        WebhookSecret.Read("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").ShouldNotBeNull().ToString().ShouldBe("whsec_…");
}
