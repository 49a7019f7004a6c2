using GameServer.Gateway;
using GameServer.Protocol.Codecs;
using GameServer.Protocol.V1;
using GameServer.Sessions;
using GameServer.Tests.Actors.TestKit;

namespace GameServer.Tests.Gateway;

/// <summary>Connections that are dead, stuck or must go are freed.</summary>
public sealed class KeepAliveTests
{
    private const int SweepMs = 100;

    private static readonly GatewayOptions Defaults = new();

    private readonly ManualTime _time = new();

    [Fact]
    public async Task A_client_that_answers_nothing_is_freed()
    {
        await using var host = await GatewayHost.StartAsync(time: _time);
        using var client = await RawClient.WelcomedAsync(host);
        var session = await host.Door.NextSessionAsync();
        _time.Advance(TimeSpan.FromMilliseconds(Defaults.SilenceTimeoutMs + Defaults.CloseTimeoutMs + SweepMs));
        await session.Lost;
        await Until.TrueAsync(() => host.Registry.Count == 0, "the dead connection is gone");
    }

    [Fact]
    public async Task A_client_that_answers_pings_is_kept_and_one_that_stops_hears_why_it_is_closed()
    {
        await using var host = await GatewayHost.StartAsync(time: _time);
        using var client = await RawClient.WelcomedAsync(host);
        for (uint ping = 1; ping <= 10; ping++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(Defaults.PingIntervalMs + SweepMs));
            var (first, payload) = await client.ReadFrameAsync();
            first.ShouldBe(0x89);
            await client.SendAsync(RawClient.Frame(0x8A, payload));

            // The answer shows that the pong has been read.
            await client.SendAsync(new ClientEnvelope { Heartbeat = new Heartbeat(), RequestId = ping });
            (await client.ReadBatchAsync()).Envelopes.Single().RequestId.ShouldBe(ping);
        }

        _time.Advance(TimeSpan.FromMilliseconds(Defaults.SilenceTimeoutMs + SweepMs));
        (await client.ReadCloseAsync()).ShouldBe((int)CloseCode.HeartbeatLost);
    }

    [Fact]
    public async Task Silence_instead_of_Hello_is_closed_with_HELLO_TIMEOUT()
    {
        await using var host = await GatewayHost.StartAsync(time: _time);
        using var client = await RawClient.OpenAsync(host);
        await Until.TrueAsync(() => host.Registry.Count == 1, "the connection is in the sweep");
        _time.Advance(TimeSpan.FromMilliseconds(Defaults.HelloTimeoutMs + SweepMs));
        (await client.ReadCloseAsync()).ShouldBe((int)CloseCode.HelloTimeout);
    }

    [Fact]
    public async Task A_client_that_never_reads_is_held_to_its_limit_and_freed()
    {
        await using var host = await GatewayHost.StartAsync(new GatewayOptions { OutboxBytesMax = 200_000 }, time: _time);
        using var client = await RawClient.WelcomedAsync(host, receiveBufferBytes: 4096);
        var session = await host.Door.NextSessionAsync();
        var frame = new OutgoingFrame(new ServerEnvelope { Error = new Error { Message = new string('x', 10_000) } });
        OutboxAnswer answer;
        long sent = 0;
        while ((answer = session.Connection.Outbox.Send(frame)) == OutboxAnswer.Taken)
        {
            session.Connection.Outbox.BytesHeld.ShouldBeLessThanOrEqualTo(200_000);
            sent.ShouldBeLessThan(100_000_000, "the operating system takes no more either");
            sent += frame.Binary.Bytes.Length;
        }

        answer.ShouldBe(OutboxAnswer.OverLimit);
        session.Connection.Outbox.Send(frame).ShouldBe(OutboxAnswer.Closed);
        _time.Advance(TimeSpan.FromMilliseconds(Defaults.CloseTimeoutMs + SweepMs));
        await session.Lost;
        session.Connection.Outbox.BytesHeld.ShouldBe(0);
        await Until.TrueAsync(() => host.Registry.Count == 0, "the stuck connection is gone");
    }

    [Fact]
    public async Task A_slow_client_that_reads_on_hears_that_it_was_too_slow()
    {
        await using var host = await GatewayHost.StartAsync(new GatewayOptions { OutboxBytesMax = 200_000 });
        using var client = await RawClient.WelcomedAsync(host, receiveBufferBytes: 4096);
        var session = await host.Door.NextSessionAsync();
        var frame = new OutgoingFrame(new ServerEnvelope { Error = new Error { Message = new string('x', 10_000) } });
        while (session.Connection.Outbox.Send(frame) == OutboxAnswer.Taken)
        {
        }

        (await client.ReadCloseAsync()).ShouldBe((int)CloseCode.SlowConsumer);
    }

    [Fact]
    public async Task A_session_that_closes_its_connection_first_sends_what_it_had()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await RawClient.WelcomedAsync(host);
        var session = await host.Door.NextSessionAsync();
        for (uint request = 1; request <= 100; request++)
        {
            session.Connection.Outbox.Send(new OutgoingFrame(new ServerEnvelope { RequestId = request, GoAway = new GoAway() }));
        }

        session.Connection.Close(CloseCode.SessionTaken, "Another one.");
        session.Connection.Close(CloseCode.Removed, "Not this.");
        var received = new List<uint>();
        int first;
        byte[] payload;
        while (((first, payload) = await client.ReadFrameAsync()).first == 0x82)
        {
            received.AddRange(ServerBatch.Parser.ParseFrom(payload).Envelopes.Select(envelope => envelope.RequestId));
        }

        received.ShouldBe(Enumerable.Range(1, 100).Select(number => (uint)number));
        first.ShouldBe(0x88);
        ((payload[0] << 8) | payload[1]).ShouldBe((int)CloseCode.SessionTaken);
    }

    [Fact]
    public async Task A_stop_closes_everyone_with_SERVER_SHUTDOWN_and_admits_nobody()
    {
        await using var host = await GatewayHost.StartAsync();
        var clients = new List<RawClient>();
        for (var i = 0; i < 10; i++)
        {
            clients.Add(await RawClient.WelcomedAsync(host));
        }

        var stopped = host.Registry.CloseAllAsync(CloseCode.ServerShutdown, "The server restarts.");
        foreach (var client in clients)
        {
            (await client.ReadCloseAsync()).ShouldBe((int)CloseCode.ServerShutdown);
            client.Dispose();
        }

        await stopped.WaitAsync(GatewayHost.Patience);
        using var late = await RawClient.ConnectAsync(host.Address);
        await late.SendAsync(RawClient.Handshake());
        (await late.ReadHeadAsync()).ShouldStartWith("HTTP/1.1 503 ");
    }

    [Fact]
    public async Task Clients_that_are_sent_away_are_told_to_go_one_after_the_other_and_nobody_new_is_admitted()
    {
        await using var host = await GatewayHost.StartAsync();
        var clients = new List<RawClient>();
        for (var i = 0; i < 4; i++)
        {
            clients.Add(await RawClient.WelcomedAsync(host));
        }

        var away = host.Registry.SendAwayAsync(TimeSpan.FromSeconds(2));
        List<uint> delays = [];
        foreach (var client in clients)
        {
            delays.Add((await client.ReadBatchAsync()).Envelopes.Single().GoAway.ShouldNotBeNull().ReconnectAfterMs);
        }

        delays.Order().ShouldBe([0u, 500u, 1_000u, 1_500u]);
        using var late = await RawClient.ConnectAsync(host.Address);
        await late.SendAsync(RawClient.Handshake());
        (await late.ReadHeadAsync()).ShouldStartWith("HTTP/1.1 503 ");
        away.IsCompleted.ShouldBeFalse("all are still here");
        clients.ForEach(client => client.Dispose());
        await away.WaitAsync(GatewayHost.Patience);
    }

    [Fact]
    public async Task A_stop_does_not_wait_for_clients_that_do_not_answer()
    {
        await using var host = await GatewayHost.StartAsync(time: _time);
        using var client = await RawClient.WelcomedAsync(host);
        var stopped = host.Registry.CloseAllAsync(CloseCode.ServerShutdown, "The server restarts.");
        _time.Advance(TimeSpan.FromMilliseconds(Defaults.CloseTimeoutMs + SweepMs));
        await stopped.WaitAsync(GatewayHost.Patience);
    }

    [Fact]
    public async Task A_stop_without_connections_is_done_at_once()
    {
        await using var host = await GatewayHost.StartAsync();
        host.Registry.CloseAllAsync(CloseCode.ServerShutdown, "The server restarts.").IsCompletedSuccessfully.ShouldBeTrue();
    }
}
