using System.Net;
using GameServer.Gateway;
using GameServer.Telemetry;

namespace GameServer.Tests.Gateway;

/// <summary>Places for connections that are no WebSockets yet, by address.</summary>
public sealed class PlainConnectionsTests : IDisposable
{
    private static readonly IPAddress Here = IPAddress.Parse("203.0.113.1");

    private readonly GatewayMeter _meter = new();

    public void Dispose() => _meter.Dispose();

    [Theory]
    [InlineData(1, 10_000, PlainConnections.PerAddressMin)]
    [InlineData(40, 10_000, 40)]
    [InlineData(1_000, 100, 50)]
    public void An_address_has_as_many_as_it_may_have_WebSockets_but_some_and_not_more_than_half(int perAddress, int all, int most)
    {
        var plain = new PlainConnections(new GatewayOptions { ConnectionsPerAddressMax = perAddress, PlainConnectionsMax = all }, _meter);
        Enumerable.Range(0, most).ShouldAllBe(_ => plain.TryEnter(Here) != null);
        plain.TryEnter(Here).ShouldBeNull();
        plain.TryEnter(IPAddress.Parse("203.0.113.2")).ShouldNotBeNull();
    }

    [Fact]
    public void A_place_is_given_back_once()
    {
        var plain = new PlainConnections(new GatewayOptions { ConnectionsPerAddressMax = 1 }, _meter);
        var places = Enumerable.Range(0, PlainConnections.PerAddressMin).Select(_ => plain.TryEnter(Here)!).ToList();
        places[0].Leave();
        places[0].Leave();
        plain.TryEnter(Here).ShouldNotBeNull();
        plain.TryEnter(Here).ShouldBeNull();
    }

    [Fact]
    public void All_addresses_together_have_no_more_than_there_may_be_trusted_proxies_included()
    {
        var plain = new PlainConnections(new GatewayOptions { PlainConnectionsMax = 40, TrustedProxies = ["198.51.100.1"] }, _meter);
        Enumerable.Range(0, 30).ShouldAllBe(_ => plain.TryEnter(IPAddress.Parse("198.51.100.1")) != null);
        var places = Enumerable.Range(0, 10).Select(_ => plain.TryEnter(Here)!).ToList();
        plain.TryEnter(IPAddress.Parse("198.51.100.1")).ShouldBeNull();
        plain.TryEnter(Here).ShouldBeNull();
        places[0].Leave();
        plain.TryEnter(IPAddress.Parse("198.51.100.1"))!.Leave();
        plain.TryEnter(Here).ShouldNotBeNull();
    }

    [Fact]
    public void Clients_behind_a_trusted_proxy_are_not_counted_as_one()
    {
        var plain = new PlainConnections(new GatewayOptions { ConnectionsPerAddressMax = 1, TrustedProxies = ["203.0.113.0/24"] }, _meter);
        Enumerable.Range(0, 10 * PlainConnections.PerAddressMin).ShouldAllBe(_ => plain.TryEnter(Here) != null);
    }
}
