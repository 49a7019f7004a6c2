using System.Globalization;
using System.Net.Sockets;
using GameServer.Tests.Gateway;

namespace GameServer.Tests.Fuzzing;

/// <summary>Sends what a case has made, in pieces, and judges all that comes back until the server ends the connection.</summary>
internal static class FuzzedConnection
{
    private const int PiecesMax = 12;
    private const int Close = 0x88;
    private static readonly int[] Opcodes = [0x81, 0x82, Close, 0x89, 0x8A];

    /// <summary>After the handshake.</summary>
    internal static Task TalkAsync(RawClient client, FuzzCase one) => Task.WhenAll(SendAsync(client, one), HearFramesAsync(client));

    /// <summary>From the first byte.</summary>
    internal static Task GreetAsync(RawClient client, FuzzCase one) => Task.WhenAll(SendAsync(client, one), HearAnswerAsync(client));

    private static async Task SendAsync(RawClient client, FuzzCase one)
    {
        try
        {
            var pieceBytes = Math.Max(1, one.Bytes.Length / one.Random.Next(1, PiecesMax));
            foreach (var piece in one.Bytes.Chunk(pieceBytes))
            {
                await client.SendAsync(piece);
            }

            client.EndSending();
        }
        catch (Exception ended) when (ended is IOException or SocketException)
        {
            // The server has ended the connection already, as it may.
        }
    }

    private static async Task HearFramesAsync(RawClient client)
    {
        var isClosed = false;
        while (await TryReadAsync(client.ReadFrameAsync) is ({ } payload, var firstByte))
        {
            isClosed.ShouldBeFalse("nothing follows a close frame");
            Opcodes.ShouldContain(firstByte);
            if (firstByte == Close)
            {
                isClosed = true;
                var code = (payload[0] << 8) | payload[1];
                (code is (>= 1000 and <= 1014 and not (1004 or 1005 or 1006)) or (>= 3000 and <= 4999)).ShouldBeTrue($"closed with {code}");
            }
        }
    }

    private static async Task<(byte[]? Payload, int FirstByte)> TryReadAsync(Func<Task<(int FirstByte, byte[] Payload)>> read)
    {
        try
        {
            var (firstByte, payload) = await read();
            return (payload, firstByte);
        }
        catch (IOException)
        {
            return default;
        }
    }

    private static async Task HearAnswerAsync(RawClient client)
    {
        try
        {
            var head = await client.ReadHeadAsync();
            head.ShouldStartWith("HTTP/1.1 ");
            var status = int.Parse(head.AsSpan(9, 3), NumberStyles.None, CultureInfo.InvariantCulture);
            (status is 101 or 200 or 304 or (>= 400 and < 500) or 501 or 505).ShouldBeTrue($"answered {status}");
            if (status != 101)
            {
                await client.ReadToEndAsync();
                return;
            }
        }
        catch (IOException)
        {
            return;
        }

        await HearFramesAsync(client);
    }
}
