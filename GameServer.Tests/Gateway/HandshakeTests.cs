using GameServer.Gateway;
using Microsoft.AspNetCore.Http;

namespace GameServer.Tests.Gateway;

public sealed class HandshakeTests
{
    private static readonly HandshakeRules Rules = new(new OriginRule([]), SubprotocolNames.All);

    public static TheoryData<string, string, string, string?, int> Refusals => new()
    {
        { "POST", "HTTP/1.1", "", null, 405 },
        { "HEAD", "HTTP/1.1", "", null, 405 },
        { "GET", "HTTP/1.0", "", null, 400 },
        { "GET", "HTTP/2", "", null, 400 },
        { "GET", "HTTP/1.1", "Host", null, 400 },
        { "GET", "HTTP/1.1", "Host", "", 400 },
        { "GET", "HTTP/1.1", "Host", "a|b", 400 },
        { "GET", "HTTP/1.1", "Upgrade", null, 426 },
        { "GET", "HTTP/1.1", "Upgrade", "h2c", 426 },
        { "GET", "HTTP/1.1", "Upgrade", "websocketx", 426 },
        { "GET", "HTTP/1.1", "Connection", null, 426 },
        { "GET", "HTTP/1.1", "Connection", "keep-alive", 426 },
        { "GET", "HTTP/1.1", "Sec-WebSocket-Version", null, 426 },
        { "GET", "HTTP/1.1", "Sec-WebSocket-Version", "8", 426 },
        { "GET", "HTTP/1.1", "Sec-WebSocket-Version", "013", 426 },
        { "GET", "HTTP/1.1", "Sec-WebSocket-Version", "13, 8", 426 },
        { "GET", "HTTP/1.1", "Sec-WebSocket-Version", "13|13", 426 },
        { "GET", "HTTP/1.1", "Sec-WebSocket-Key", null, 400 },
        { "GET", "HTTP/1.1", "Sec-WebSocket-Key", "", 400 },
        { "GET", "HTTP/1.1", "Sec-WebSocket-Key", "not base64 not base64 !=", 400 },
        { "GET", "HTTP/1.1", "Sec-WebSocket-Key", "AAAAAAAAAAAAAAAAAAAA", 400 },
        { "GET", "HTTP/1.1", "Sec-WebSocket-Key", "AAAAAAAAAAAAAAAAAAAAAAA=", 400 },
        { "GET", "HTTP/1.1", "Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ", 400 },
        { "GET", "HTTP/1.1", "Sec-WebSocket-Key", " dGhlIHNhbXBsZSBub25jZQ==", 400 },
        { "GET", "HTTP/1.1", "Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==|dGhlIHNhbXBsZSBub25jZQ==", 400 },
        { "GET", "HTTP/1.1", "Origin", "https://evil.example", 403 },
        { "GET", "HTTP/1.1", "Origin", "http://play.example", 403 },
        { "GET", "HTTP/1.1", "Origin", "http://play.example:5080.evil.example", 403 },
        { "GET", "HTTP/1.1", "Origin", "null", 403 },
        { "GET", "HTTP/1.1", "Origin", "", 403 },
        { "GET", "HTTP/1.1", "Origin", "http://play.example:5080|http://play.example:5080", 403 },
        { "GET", "HTTP/1.1", "Sec-WebSocket-Protocol", null, 400 },
        { "GET", "HTTP/1.1", "Sec-WebSocket-Protocol", "chat, gameserver.v2.proto", 400 },
        { "GET", "HTTP/1.1", "Sec-WebSocket-Protocol", "GAMESERVER.V1.PROTO", 400 },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void A_handshake_that_breaks_a_rule_is_refused(string method, string version, string header, string? value, int status)
    {
        var headers = GoodHeaders();
        if (header.Length > 0)
        {
            headers[header] = value?.Split('|');
        }

        var refused = Handshake.Check(new HandshakeRequest(method, version, headers), Rules).ShouldBeOfType<HandshakeAnswer.Refused>();
        refused.Status.ShouldBe(status);
        refused.Sentence.ShouldEndWith(".");
        if (status == 426)
        {
            refused.Headers.ShouldBe([("Upgrade", "websocket"), ("Connection", "Upgrade"), ("Sec-WebSocket-Version", "13")]);
        }
    }

    [Theory]
    [InlineData("Upgrade", "WebSocket")]
    [InlineData("Upgrade", "h2c, websocket")]
    [InlineData("Connection", "keep-alive, Upgrade")]
    [InlineData("Connection", "keep-alive|upgrade")]
    [InlineData("Origin", "http://play.example:5080")]
    [InlineData("Origin", "HTTP://PLAY.EXAMPLE:5080")]
    [InlineData("Sec-WebSocket-Extensions", "permessage-deflate; client_max_window_bits")]
    [InlineData("Sec-WebSocket-Protocol", "other|gameserver.v1.proto")]
    public void A_handshake_within_the_rules_is_accepted(string header, string value)
    {
        var headers = GoodHeaders();
        headers[header] = value.Split('|');
        Check(headers).ShouldBe(new HandshakeAnswer.Accepted("Oe9g6i5Q0f50k+mwOnnCYXnR5Xo=", "gameserver.v1.proto"));
    }

    [Fact]
    public void The_key_of_the_standard_has_the_answer_of_the_standard() =>
        Handshake.AcceptKey("dGhlIHNhbXBsZSBub25jZQ==").ShouldBe("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");

    [Theory]
    [InlineData("gameserver.v1.json, gameserver.v1.proto", "gameserver.v1.json")]
    [InlineData("gameserver.v1.proto,gameserver.v1.json", "gameserver.v1.proto")]
    [InlineData("x, , gameserver.v1.json", "gameserver.v1.json")]
    public void The_first_offer_that_the_server_knows_is_agreed_on(string offers, string agreed)
    {
        var headers = GoodHeaders();
        headers["Sec-WebSocket-Protocol"] = offers;
        Check(headers).ShouldBeOfType<HandshakeAnswer.Accepted>().Subprotocol.ShouldBe(agreed);
    }

    [Fact]
    public void An_endpoint_without_subprotocols_agrees_on_none()
    {
        var request = new HandshakeRequest("GET", "HTTP/1.1", GoodHeaders());
        var answer = Handshake.Check(request, new HandshakeRules(new OriginRule([]), []));
        answer.ShouldBeOfType<HandshakeAnswer.Accepted>().Subprotocol.ShouldBeNull();
    }

    [Theory]
    [InlineData("", "https://example.org", "example.org", true)]
    [InlineData("", "https://example.org", "example.org:443", true)]
    [InlineData("", "http://example.org", "example.org:80", true)]
    [InlineData("", "http://example.org", "example.org:443", false)]
    [InlineData("", "http://[::1]:5080", "[::1]:5080", true)]
    [InlineData("", "file://example.org", "example.org", false)]
    [InlineData("", "http://example.org@evil.example", "example.org", false)]
    [InlineData("https://play.example", "https://play.example", "any:1", true)]
    [InlineData("https://play.example/", "https://PLAY.example", "any:1", true)]
    [InlineData("https://play.example", "http://play.example", "any:1", false)]
    [InlineData("https://play.example", "http://any:1", "any:1", false)]
    [InlineData("https://a.example,https://b.example", "https://b.example", "any:1", true)]
    [InlineData("*", "null", "any:1", true)]
    [InlineData("*", "https://play.example", "any:1", true)]
    public void Origins_pass_as_listed_and_by_host_without_a_list(string list, string origin, string host, bool passes) =>
        new OriginRule(list.Split(',', StringSplitOptions.RemoveEmptyEntries)).Admits(origin, host).ShouldBe(passes);

    [Theory]
    [InlineData("*", true)]
    [InlineData("null", true)]
    [InlineData("https://play.example", true)]
    [InlineData("HTTPS://Play.example/", true)]
    [InlineData("http://localhost:8080", true)]
    [InlineData("http://[::1]:5080", true)]
    [InlineData("capacitor://localhost", true)]
    [InlineData("", false)]
    [InlineData("play.example", false)]
    [InlineData("play.example:8080", false)]
    [InlineData("localhost:8080", false)]
    [InlineData("//play.example", false)]
    [InlineData("*.play.example", false)]
    [InlineData("https://*.play.example", false)]
    [InlineData("https://play.example:443", false)]
    [InlineData("app://-", true)]
    [InlineData("app://.", true)]
    [InlineData("app://*.x", false)]
    [InlineData("https://play.example/game", false)]
    [InlineData("https://ann@play.example", false)]
    [InlineData("https://", false)]
    public void An_origin_that_no_browser_names_is_found_when_the_list_is_read(string allowed, bool canMatch) =>
        OriginRule.CanMatch(allowed).ShouldBe(canMatch);

    [Fact]
    public void A_client_that_is_no_browser_passes_every_list() =>
        new OriginRule(["https://play.example"]).Admits(null, "any").ShouldBeTrue();

    private static HandshakeAnswer Check(HeaderDictionary headers) =>
        Handshake.Check(new HandshakeRequest("GET", "HTTP/1.1", headers), Rules);

    private static HeaderDictionary GoodHeaders() => new()
    {
        ["Host"] = "play.example:5080",
        ["Upgrade"] = "websocket",
        ["Connection"] = "Upgrade",
        ["Sec-WebSocket-Version"] = "13",
        ["Sec-WebSocket-Key"] = "ygMiQFnG/Gs/T6e/cfgGAw==",
        ["Sec-WebSocket-Protocol"] = "gameserver.v1.proto",
    };
}
