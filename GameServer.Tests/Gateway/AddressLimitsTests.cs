using System.Text;
using GameServer.Gateway;
using GameServer.Protocol.V1;
using GameServer.Tests.Actors.TestKit;

namespace GameServer.Tests.Gateway;

/// <summary>What the clients of one address may do together, and that those of another do not notice.</summary>
public sealed class AddressLimitsTests
{
    private const string Elsewhere = "127.0.0.2";

    [Fact]
    public async Task Clients_of_one_address_share_what_it_may_send()
    {
        var time = new ManualTime();
        await using var host = await GatewayHost.StartAsync(
            new GatewayOptions { FramesPerAddressPerSecond = 2, FramesPerAddressBurst = 3 }, time: time);
        using var one = await RawClient.WelcomedAsync(host);
        using var two = await RawClient.WelcomedAsync(host);
        using var other = await RawClient.WelcomedAsync(host, from: Elsewhere);
        foreach (var client in new[] { one, two, one, other })
        {
            (await BeatAsync(client)).KindCase.ShouldBe(ServerEnvelope.KindOneofCase.Heartbeat);
        }

        foreach (var client in new[] { one, two })
        {
            var error = (await BeatAsync(client)).Error;
            (error.Code, error.Retry, error.RetryAfterMs).ShouldBe((ErrorCode.RateLimited, Error.Types.Retry.Later, 500u));
        }

        (await BeatAsync(other)).KindCase.ShouldBe(ServerEnvelope.KindOneofCase.Heartbeat);
        time.Advance(TimeSpan.FromMilliseconds(500));
        (await BeatAsync(two)).KindCase.ShouldBe(ServerEnvelope.KindOneofCase.Heartbeat);
    }

    [Fact]
    public async Task Bytes_that_one_client_sends_are_owed_by_all_of_its_address()
    {
        await using var host = await GatewayHost.StartAsync(
            new GatewayOptions { BytesPerAddressPerSecond = 1024, BytesPerAddressBurst = 65_536 }, time: new ManualTime());
        using var one = await RawClient.WelcomedAsync(host);
        using var two = await RawClient.WelcomedAsync(host);
        using var other = await RawClient.WelcomedAsync(host, from: Elsewhere);
        for (var sent = 0; sent < 2; sent++)
        {
            await one.SendAsync(new ClientEnvelope { Command = new Command { Room = 1, CommandSeq = 1, Payload = Big() } });
        }

        (await BeatAsync(one)).Error.Code.ShouldBe(ErrorCode.RateLimited);
        (await BeatAsync(two)).Error.Code.ShouldBe(ErrorCode.RateLimited);
        (await BeatAsync(other)).KindCase.ShouldBe(ServerEnvelope.KindOneofCase.Heartbeat);
    }

    [Fact]
    public async Task Who_goes_on_though_its_address_has_sent_enough_is_closed_and_its_neighbour_is_not()
    {
        await using var host = await GatewayHost.StartAsync(
            new GatewayOptions { FramesPerAddressPerSecond = 1, FramesPerAddressBurst = 1, FramesRefusedMax = 3 }, time: new ManualTime());
        using var abuser = await RawClient.WelcomedAsync(host);
        using var neighbour = await RawClient.WelcomedAsync(host);

        await abuser.SendAsync([.. Enumerable.Repeat(Beat, 6)]);

        int first;
        byte[] payload;
        while (((first, payload) = await abuser.ReadFrameAsync()).first == 0x82)
        {
        }

        ((payload[0] << 8) | payload[1]).ShouldBe((int)CloseCode.TooManyRequests);
        (await BeatAsync(neighbour)).Error.Code.ShouldBe(ErrorCode.RateLimited);
    }

    [Fact]
    public async Task Connections_that_come_too_fast_from_one_address_are_refused_and_those_from_others_are_not()
    {
        var time = new ManualTime();
        await using var host = await GatewayHost.StartAsync(
            new GatewayOptions { HandshakesPerAddressPerSecond = 1, HandshakesPerAddressBurst = 2 }, time: time);
        foreach (var _ in new int[2])
        {
            (await RawClient.OpenAsync(host)).Dispose();
        }

        var refusal = await AnswerAsync(host);
        refusal.ShouldStartWith("HTTP/1.1 429 ");
        refusal.ShouldMatch(@"Retry-After: \d+\r\n");
        (await RawClient.OpenAsync(host, from: Elsewhere)).Dispose();
        time.Advance(TimeSpan.FromSeconds(2));
        (await RawClient.OpenAsync(host)).Dispose();
    }

    [Fact]
    public async Task When_all_come_at_once_those_refused_are_told_to_come_back_at_different_times()
    {
        await using var host = await GatewayHost.StartAsync(
            new GatewayOptions { HandshakesPerSecond = 1, HandshakesBurst = 1 }, time: new ManualTime());
        using var game = await RawClient.WelcomedAsync(host);
        HashSet<string> told = [];
        foreach (var _ in new int[4])
        {
            var refusal = await AnswerAsync(host);
            refusal.ShouldStartWith("HTTP/1.1 503 ");
            told.Add(refusal.Split("\r\n").Single(line => line.StartsWith("Retry-After: ", StringComparison.Ordinal)));
        }

        told.Count.ShouldBe(4);
        (await BeatAsync(game)).KindCase.ShouldBe(ServerEnvelope.KindOneofCase.Heartbeat);
    }

    [Fact]
    public async Task Behind_a_trusted_proxy_clients_are_told_apart_by_what_it_says()
    {
        await using var host = await GatewayHost.StartAsync(
            new GatewayOptions { ConnectionsPerAddressMax = 1, TrustedProxies = ["127.0.0.0/8"] });
        using var one = await RawClient.ConnectAsync(host.Address);
        await one.SendAsync(From("203.0.113.1"));
        (await one.ReadHeadAsync()).ShouldStartWith("HTTP/1.1 101 ");
        using var two = await RawClient.ConnectAsync(host.Address);
        await two.SendAsync(From("203.0.113.2"));
        (await two.ReadHeadAsync()).ShouldStartWith("HTTP/1.1 101 ");
        using var again = await RawClient.ConnectAsync(host.Address);
        await again.SendAsync(From("203.0.113.1"));
        (await again.ReadHeadAsync()).ShouldStartWith("HTTP/1.1 429 ");
    }

    private static ClientEnvelope Beat => new() { Heartbeat = new Heartbeat() };

    private static Google.Protobuf.ByteString Big() => Google.Protobuf.ByteString.CopyFrom(new byte[40_000]);

    private static byte[] From(string client)
    {
        var request = Encoding.ASCII.GetString(RawClient.Handshake());
        return Encoding.ASCII.GetBytes(request.Insert(request.Length - 2, $"X-Forwarded-For: {client}\r\n"));
    }

    private static async Task<string> AnswerAsync(GatewayHost host)
    {
        using var client = await RawClient.ConnectAsync(host.Address);
        await client.SendAsync(RawClient.Handshake());
        return await client.ReadHeadAsync();
    }

    private static async Task<ServerEnvelope> BeatAsync(RawClient client)
    {
        await client.SendAsync(Beat);
        return (await client.ReadBatchAsync()).Envelopes.Single();
    }
}
