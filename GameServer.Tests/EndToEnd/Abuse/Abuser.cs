using System.Buffers.Binary;
using System.Net.Sockets;
using GameServer.Protocol.V1;
using GameServer.Tests.EndToEnd.Crash;
using GameServer.Tests.Gateway;
using Google.Protobuf;

namespace GameServer.Tests.EndToEnd.Abuse;

/// <summary>Does a bounded amount of one kind of harm to a server, from an address of its own, and lets go of it at the end.</summary>
internal sealed class Abuser(Uri server, Random random) : IDisposable
{
    private const string From = "127.0.0.2";
    private const int FramesOfOne = 4_000;

    private readonly List<RawClient> _clients = [];

    internal async Task RunAsync(AbuseKind kind, int connections)
    {
        for (var connection = 0; connection < connections; connection++)
        {
            try
            {
                await OnceAsync(kind);
            }
            catch (Exception refused) when (refused is IOException or SocketException)
            {
                // The server has had enough of this connection: that is what is wanted of it.
            }
        }
    }

    public void Dispose() => _clients.ForEach(client => client.Dispose());

    private async Task OnceAsync(AbuseKind kind)
    {
        var client = await RawClient.ConnectAsync(server, from: From);
        _clients.Add(client);
        if (kind == AbuseKind.HalfHandshakes)
        {
            await client.SendAsync(RawClient.Handshake()[..40]);
            return;
        }

        await client.SendAsync(RawClient.Handshake());
        switch (kind)
        {
            case AbuseKind.Connections:
                client.Dispose();
                break;
            case AbuseKind.NoHello:
                break;
            case AbuseKind.ForgedTokens:
                await client.SendAsync(new ClientEnvelope { Resume = new Resume { ProtocolVersion = 1, ResumeToken = Text(200) } });
                break;
            case AbuseKind.Flood:
                await FloodAsync(client);
                break;
            case AbuseKind.Garbage:
                await client.SendAsync(random.Next(2) == 0 ? Bytes(300) : RawClient.Frame(0x82, Bytes(300)));
                break;
            case AbuseKind.Oversized:
                await client.SendAsync(Announcing((ulong)random.NextInt64(long.MaxValue)));
                break;
            case AbuseKind.Rooms:
                await AskForRoomsAsync(client);
                break;
        }
    }

    private static async Task FloodAsync(RawClient client)
    {
        await HelloAsync(client);
        var beats = Enumerable.Repeat(new ClientEnvelope { Heartbeat = new Heartbeat() }, 50).ToArray();
        for (var sent = 0; sent < FramesOfOne; sent += beats.Length)
        {
            await client.SendAsync(beats);
        }
    }

    private static async Task AskForRoomsAsync(RawClient client)
    {
        await HelloAsync(client);
        for (uint request = 1; request <= 100; request++)
        {
            var create = new CreateRoom { RoomType = VolatileLedger.Type };
            await client.SendAsync(new ClientEnvelope { RequestId = request, Join = new Join { Create = create } });
        }
    }

    private static Task HelloAsync(RawClient client) => client.SendAsync(new ClientEnvelope { Hello = new Hello { ProtocolVersion = 1 } });

    private static byte[] Announcing(ulong length)
    {
        byte[] head = [0x82, 0xFF, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4];
        BinaryPrimitives.WriteUInt64BigEndian(head.AsSpan(2), length);
        return head;
    }

    private byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    private string Text(int bytes) => Convert.ToBase64String(Bytes(bytes));
}
