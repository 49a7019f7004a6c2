using System.IO.Pipelines;
using GameServer.Gateway;
using GameServer.Protocol.V1;
using GameServer.Sessions;
using GameServer.Tests.Actors.TestKit;

namespace GameServer.Tests.Gateway;

/// <summary>Pings and pongs of a client: what they cost the server, and what they cost the client.</summary>
public sealed class ControlFrameTests
{
    private static readonly byte[] Ping = RawClient.Frame(0x89, "?"u8);
    private static readonly byte[] Pong = RawClient.Frame(0x8A, []);

    private static GatewayOptions Few => new() { FramesPerSecond = 1, FramesBurst = 3, FramesRefusedMax = 2 };

    [Fact]
    public async Task Pings_over_the_rate_are_not_answered_and_far_over_it_the_connection_ends()
    {
        await using var host = await GatewayHost.StartAsync(Few, time: new ManualTime());
        using var client = await RawClient.OpenAsync(host);
        await client.SendAsync(Times(6, Ping));
        for (var pong = 0; pong < 3; pong++)
        {
            var (first, payload) = await client.ReadFrameAsync();
            first.ShouldBe(0x8A);
            payload.ShouldBe("?"u8.ToArray());
        }

        var (last, close) = await client.ReadFrameAsync();
        last.ShouldBe(0x88);
        ((close[0] << 8) | close[1]).ShouldBe((int)CloseCode.TooManyRequests);
    }

    [Fact]
    public async Task Pongs_that_nobody_asked_for_end_the_connection_like_any_frames_far_over_the_rate()
    {
        await using var host = await GatewayHost.StartAsync(Few, time: new ManualTime());
        using var client = await RawClient.OpenAsync(host);
        await client.SendAsync(Times(6, Pong));
        (await client.ReadCloseAsync()).ShouldBe((int)CloseCode.TooManyRequests);
    }

    [Fact]
    public async Task Pings_and_commands_have_one_rate_which_comes_back_for_both()
    {
        var time = new ManualTime();
        await using var host = await GatewayHost.StartAsync(Few, time: time);
        using var client = await RawClient.WelcomedAsync(host);
        await client.SendAsync(Times(3, Ping));
        await client.SendAsync(new ClientEnvelope { Heartbeat = new Heartbeat() });
        for (var pong = 0; pong < 3; pong++)
        {
            (await client.ReadFrameAsync()).FirstByte.ShouldBe(0x8A);
        }

        (await client.ReadBatchAsync()).Envelopes.Single().Error.Code.ShouldBe(ErrorCode.RateLimited);
        time.Advance(TimeSpan.FromSeconds(1));
        await client.SendAsync(Ping);
        (await client.ReadFrameAsync()).FirstByte.ShouldBe(0x8A);
    }

    [Fact]
    public async Task Pings_of_one_client_count_for_all_of_its_address()
    {
        await using var host = await GatewayHost.StartAsync(
            new GatewayOptions { FramesPerAddressPerSecond = 1, FramesPerAddressBurst = 1 }, time: new ManualTime());
        using var one = await RawClient.WelcomedAsync(host);
        using var two = await RawClient.WelcomedAsync(host);
        await one.SendAsync(Ping);
        (await one.ReadFrameAsync()).FirstByte.ShouldBe(0x8A);
        await two.SendAsync(new ClientEnvelope { Heartbeat = new Heartbeat() });
        (await two.ReadBatchAsync()).Envelopes.Single().Error.Code.ShouldBe(ErrorCode.RateLimited);
    }

    [Fact]
    public async Task Pings_that_come_together_are_answered_in_one_write()
    {
        var (input, output) = (NewInput(), new WrittenStream());
        var running = Run(input, output, socket => new EchoConversation(socket));
        await input.Writer.WriteAsync(Times(5, Ping));
        output.Flushes.ShouldBe(1);
        output.ToArray().ShouldBe(Times(5, [0x8A, 1, (byte)'?']));
        await EndAsync(input, running);
    }

    [Fact]
    public async Task A_ping_is_answered_though_the_message_behind_it_takes_its_time()
    {
        var (input, output, busy) = (NewInput(), new WrittenStream(), new TaskCompletionSource());
        var running = Run(input, output, _ => new BusyConversation(busy.Task));
        await input.Writer.WriteAsync((byte[])[.. Ping, .. RawClient.Frame(0x82, [1])]);
        output.ToArray().ShouldBe([0x8A, 1, (byte)'?']);
        busy.SetResult();
        await EndAsync(input, running);
    }

    private static byte[] Times(int count, byte[] frame) => [.. Enumerable.Repeat(frame, count).SelectMany(bytes => bytes)];

    private static Pipe NewInput() => new(new PipeOptions(readerScheduler: PipeScheduler.Inline, useSynchronizationContext: false));

    private static Task Run(Pipe input, WrittenStream output, Func<ClientSocket, IConversation> converse) => new ClientSocket(
        1,
        Subprotocol.Binary,
        new Upgraded(input.Reader, PipeWriter.Create(output), new ConnectionEnd(() => { }), Surroundings.Nowhere),
        Surroundings.With(new GatewayOptions()),
        converse,
        _ => { }).RunAsync();

    private static async Task EndAsync(Pipe input, Task running)
    {
        await input.Writer.CompleteAsync();
        await running.WaitAsync(GatewayHost.Patience);
    }

    /// <summary>Keeps what is written and counts how often.</summary>
    private sealed class WrittenStream : MemoryStream
    {
        internal int Flushes { get; private set; }

        public override Task FlushAsync(CancellationToken cancellationToken)
        {
            Flushes++;
            return Task.CompletedTask;
        }
    }

    /// <summary>Is at its first message until it may end.</summary>
    private sealed class BusyConversation(Task busy) : IConversation
    {
        public bool BeginsWithHello => false;

        public void BytesArrived(long count)
        {
        }

        public bool ControlFrameArrived() => true;

        public async ValueTask ReceiveAsync(ReceivedMessage message) => await busy;

        public void StretchEnded()
        {
        }

        public void Ended()
        {
        }
    }
}
