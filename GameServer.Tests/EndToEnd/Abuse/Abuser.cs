using System.Buffers.Binary;
using GameServer.Gateway;
using GameServer.Protocol.V1;
using GameServer.Sessions;
using GameServer.Tests.EndToEnd.Crash;
using GameServer.Tests.Gateway;
using Google.Protobuf;

namespace GameServer.Tests.EndToEnd.Abuse;

/// <summary>
/// Does a bounded amount of one kind of harm to a server, from an address of its own, sees that the server does to each connection what is
/// to be done about it, and lets go of it at the end.
/// </summary>
internal sealed class Abuser(Uri server, Random random) : IDisposable
{
    private const string From = "127.0.0.2";
    private const int HalfOfHandshake = 40;

    // So many that they are far over what may be sent even where it takes a busy server seconds to read them.
    private const int FramesOfOne = 8_000;
    private const int FramesOfMessage = 50;
    private const int RoomsOfOne = 100;

    private readonly List<RawClient> _clients = [];

    /// <summary>Done when the server has answered all of it.</summary>
    internal Task RunAsync(AbuseKind kind, int connections) => kind switch
    {
        AbuseKind.HalfHandshakes => BeginHandshakesAsync(connections),
        AbuseKind.Connections => EachAsync(connections, DropAsync),

        // All at once: each hears of it when its time is over.
        AbuseKind.NoHello => Task.WhenAll(Enumerable.Range(0, connections).Select(_ => SayNothingAsync())),
        AbuseKind.ForgedTokens => EachAsync(connections, ForgeAsync),
        AbuseKind.Flood => EachAsync(connections, FloodAsync),
        AbuseKind.Garbage => EachAsync(connections, SendGarbageAsync),
        AbuseKind.Oversized => EachAsync(connections, AnnounceTooMuchAsync),
        AbuseKind.Rooms => EachAsync(connections, AskForRoomsAsync),
    };

    public void Dispose() => _clients.ForEach(client => client.Dispose());

    private static async Task EachAsync(int connections, Func<Task> once)
    {
        for (var connection = 0; connection < connections; connection++)
        {
            await once();
        }
    }

    private async Task BeginHandshakesAsync(int connections)
    {
        await EachAsync(connections, async () =>
        {
            var client = await RawClient.ConnectAsync(server, from: From);
            _clients.Add(client);
            await client.SendAsync(RawClient.Handshake()[..HalfOfHandshake]);
        });

        // That the server has waited for these shows that it waits; the others never go on.
        foreach (var client in _clients.Where((_, number) => number % 2 == 0))
        {
            await client.SendAsync(RawClient.Handshake()[HalfOfHandshake..]);
            (await client.ReadHeadAsync()).ShouldStartWith("HTTP/1.1 101 ");
        }
    }

    private async Task DropAsync() => (await OpenAsync()).Dispose();

    private async Task SayNothingAsync() => (await ReadToCloseAsync(await OpenAsync())).Code.ShouldBe((int)CloseCode.HelloTimeout);

    private async Task ForgeAsync()
    {
        var client = await OpenAsync();
        var token = Convert.ToBase64String(Bytes(200));
        await client.SendAsync(new ClientEnvelope { Resume = new Resume { ProtocolVersion = 1, ResumeToken = token } });
        (await ReadToCloseAsync(client)).Code.ShouldBe((int)CloseCode.SessionExpired);
    }

    private async Task FloodAsync()
    {
        var client = await WelcomedAsync();
        var beats = Enumerable.Repeat(new ClientEnvelope { Heartbeat = new Heartbeat() }, FramesOfMessage);
        var message = RawClient.Frame(0x82, new ClientBatch { Envelopes = { beats } }.ToByteArray());
        await client.SendAsync([.. Enumerable.Repeat(message, FramesOfOne / FramesOfMessage).SelectMany(bytes => bytes)]);

        var (before, code) = await ReadToCloseAsync(client);
        code.ShouldBe((int)CloseCode.TooManyRequests);
        before.Count(answer => answer.Error?.Code == ErrorCode.RateLimited)
            .ShouldBeGreaterThanOrEqualTo(new GatewayOptions().FramesRefusedMax, "what time makes up for comes on top");
    }

    private async Task SendGarbageAsync()
    {
        // No random first byte happens on a good frame: one has a reserved bit, the other announces more of a field than there is.
        var noFrame = await OpenAsync();
        await noFrame.SendAsync([0xF2, .. Bytes(300)]);
        (await ReadToCloseAsync(noFrame)).Code.ShouldBe(1002);
        var noMessage = await OpenAsync();
        await noMessage.SendAsync(RawClient.Frame(0x82, [0x0A, 0x7F, .. Bytes(100)]));
        (await ReadToCloseAsync(noMessage)).Code.ShouldBe((int)CloseCode.ProtocolError);
    }

    private async Task AnnounceTooMuchAsync()
    {
        var client = await OpenAsync();
        byte[] head = [0x82, 0xFF, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4];
        var length = random.NextInt64(new GatewayOptions().MessageBytesMax + 1, long.MaxValue);
        BinaryPrimitives.WriteInt64BigEndian(head.AsSpan(2), length);
        await client.SendAsync(head);
        (await ReadToCloseAsync(client)).Code.ShouldBe(1009);
    }

    private async Task AskForRoomsAsync()
    {
        var client = await WelcomedAsync();
        for (uint request = 1; request <= RoomsOfOne; request++)
        {
            var join = new Join { Nonce = $"n{request}", Create = new CreateRoom { RoomType = VolatileLedger.Type } };
            await client.SendAsync(new ClientEnvelope { RequestId = request, Join = join });
        }

        var answers = new Dictionary<uint, ServerEnvelope>();
        while (answers.Count < RoomsOfOne)
        {
            foreach (var answer in (await client.ReadBatchAsync()).Envelopes.Where(each => each.RequestId > 0))
            {
                answers.Add(answer.RequestId, answer);
            }
        }

        // All abusers together may also ask for more in a second than a node makes.
        var errors = answers.Values.Where(answer => answer.Attached is null).Select(answer => answer.Error.ShouldNotBeNull().Code).ToList();
        errors.ShouldAllBe(error => error == ErrorCode.RoomsLimit || error == ErrorCode.RateLimited);
        errors.Count.ShouldBeGreaterThanOrEqualTo(RoomsOfOne - new SessionOptions().RoomsPerSessionMax);
    }

    private async Task<RawClient> OpenAsync()
    {
        var client = await RawClient.OpenAsync(server, from: From);
        _clients.Add(client);
        return client;
    }

    private async Task<RawClient> WelcomedAsync()
    {
        var client = await OpenAsync();
        await client.SendAsync(new ClientEnvelope { Hello = new Hello { ProtocolVersion = 1 } });
        (await client.ReadBatchAsync()).Envelopes[0].KindCase.ShouldBe(ServerEnvelope.KindOneofCase.Welcome);
        return client;
    }

    private static async Task<(IReadOnlyList<ServerEnvelope> Before, int Code)> ReadToCloseAsync(RawClient client)
    {
        List<ServerEnvelope> before = [];
        while (true)
        {
            var (first, payload) = await client.ReadFrameAsync();
            if (first == 0x88)
            {
                return (before, BinaryPrimitives.ReadUInt16BigEndian(payload));
            }

            before.AddRange(ServerBatch.Parser.ParseFrom(payload).Envelopes);
        }
    }

    private byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }
}
