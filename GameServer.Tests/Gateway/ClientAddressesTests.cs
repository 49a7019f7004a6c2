using System.Net;
using GameServer.Gateway;
using Microsoft.Extensions.Primitives;

namespace GameServer.Tests.Gateway;

public sealed class ClientAddressesTests
{
    private static readonly ClientAddresses Proxied =
        new([ClientAddresses.Network("10.0.0.0/8")!.Value, ClientAddresses.Network("::1")!.Value]);

    [Theory]
    [InlineData("10.0.0.7", "203.0.113.9", "203.0.113.9")]
    [InlineData("10.0.0.7", "1.2.3.4, 203.0.113.9", "203.0.113.9")]
    [InlineData("10.0.0.7", "203.0.113.9, 10.1.1.1", "203.0.113.9")]
    [InlineData("10.0.0.7", "1.2.3.4|203.0.113.9 ,10.1.1.1", "203.0.113.9")]
    [InlineData("10.0.0.7", "203.0.113.9:4711", "203.0.113.9")]
    [InlineData("::1", "[2001:db8:1:2:3::4]:4711", "2001:db8:1:2::/64")]
    [InlineData("::ffff:10.0.0.7", "203.0.113.9", "203.0.113.9")]
    public void A_trusted_proxy_says_where_a_client_is(string peer, string header, string expected) =>
        Proxied.Of(IPAddress.Parse(peer), header.Split('|')).ShouldBe(expected);

    [Theory]
    [InlineData("203.0.113.1", "1.2.3.4", "203.0.113.1")]
    [InlineData("10.0.0.7", "", "10.0.0.7")]
    [InlineData("10.0.0.7", "1.2.3.4, unknown", "10.0.0.7")]
    [InlineData("10.0.0.7", "1.2.3.4,", "10.0.0.7")]
    [InlineData("10.0.0.7", "nonsense, 10.1.1.1", "10.1.1.1")]
    public void Nobody_else_does(string peer, string header, string expected) =>
        Proxied.Of(IPAddress.Parse(peer), header.Length == 0 ? StringValues.Empty : header).ShouldBe(expected);

    [Fact]
    public void Without_trusted_proxies_the_header_means_nothing() =>
        new ClientAddresses([]).Of(IPAddress.Parse("127.0.0.1"), "1.2.3.4").ShouldBe("127.0.0.1");

    [Fact]
    public void All_addresses_of_a_network_of_64_bits_are_one()
    {
        var addresses = new ClientAddresses([]);
        var name = addresses.Of(IPAddress.Parse("2001:db8:1:2::1"), default);
        addresses.Of(IPAddress.Parse("2001:db8:1:2:ffff:ffff:ffff:ffff"), default).ShouldBe(name);
        addresses.Of(IPAddress.Parse("2001:db8:1:3::1"), default).ShouldNotBe(name);
    }

    [Theory]
    [InlineData("")]
    [InlineData("proxy")]
    [InlineData("10.0.0.0/33")]
    public void What_is_no_network_is_none(string text) => ClientAddresses.Network(text).ShouldBeNull();
}
