using GameServer.Webhooks;

namespace GameServer.Tests.Webhooks;

public sealed class WebhookEndpointTests
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private static readonly WebhookEndpointOptions Right = new() { Name = "backend", Url = "https://example.org/rooms", Secret = Secret };

    [Fact]
    public void What_is_right_is_not_refused_and_is_what_it_says()
    {
        var endpoint = WebhookEndpoint.Of(Of(Right with { ElderSecret = Secret, Events = "room.closed" })).Single();

        Refusal(Right).ShouldBeNull();
        endpoint.Name.ShouldBe("backend");
        endpoint.Url.ShouldBe(new Uri("https://example.org/rooms"));
        endpoint.Secrets.Count.ShouldBe(2);
        endpoint.Events.ShouldBe(WebhookEvents.RoomClosed);
        WebhookEndpoint.Of(Of(Right)).Single().Events.ShouldBe(WebhookEvents.RoomOpened | WebhookEvents.RoomClosed);
    }

    [Theory]
    [InlineData("http://127.0.0.1:9000/rooms", true)]
    [InlineData("http://localhost/rooms", true)]
    [InlineData("http://[::1]/rooms", true)]
    [InlineData("http://example.org/rooms", false)]
    [InlineData("http://10.0.0.7/rooms", false)]
    [InlineData("http://127.0.0.1.example.org/rooms", false)]
    [InlineData("ftp://example.org/rooms", false)]
    [InlineData("https://user:password@example.org/rooms", false)]
    [InlineData("/rooms", false)]
    [InlineData("", false)]
    public void Addresses_are_of_https_or_of_this_machine(string url, bool isRight) =>
        Refusal(Right with { Url = url }).GetValueOrDefault().Key.ShouldBe(isRight ? null : "Webhooks:Endpoints:0:Url");

    [Fact]
    public void Http_elsewhere_is_for_whoever_says_so() =>
        WebhookEndpoint.Refusal(Of(Right with { Url = "http://10.0.0.7/rooms" }) with { AllowHttp = true }).ShouldBeNull();

    [Fact]
    public void A_refusal_names_the_key_and_no_secret()
    {
        Refusal(Right with { Name = "" })!.Value.Key.ShouldBe("Webhooks:Endpoints:0:Name");
        Refusal(Right with { Name = "two words" })!.Value.Key.ShouldBe("Webhooks:Endpoints:0:Name");
        Refusal(Right with { Events = "room.burned" })!.Value.Key.ShouldBe("Webhooks:Endpoints:0:Events");
        Refusal(Right with { Url = "http://10.0.0.7/?key=hidden" })!.Value.Sentence.ShouldNotContain("hidden");
        foreach (var wrong in new[] { Right with { Secret = "hidden" }, Right with { ElderSecret = "hidden" } })
        {
            var (key, sentence) = Refusal(wrong)!.Value;
            key.ShouldEndWith("Secret");
            sentence.ShouldNotContain("hidden");
        }

        WebhookEndpoint.Refusal(new WebhookOptions { Endpoints = [Right, Right] })!.Value.Key.ShouldBe("Webhooks:Endpoints:1:Name");
        Right.ToString().ShouldBe("backend");
    }

    private static WebhookOptions Of(WebhookEndpointOptions endpoint) => new() { Endpoints = [endpoint] };

    private static (string Key, string Sentence)? Refusal(WebhookEndpointOptions endpoint) => WebhookEndpoint.Refusal(Of(endpoint));
}
