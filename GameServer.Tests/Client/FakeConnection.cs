using System.Net.WebSockets;
using System.Threading.Channels;
using GameServer.Protocol.V1;
using Google.Protobuf;

namespace GameServer.Tests.Client;

/// <summary>One connection of a client to the <see cref="FakeServer"/>: what came, envelope by envelope, and what to answer.</summary>
internal sealed class FakeConnection(WebSocket socket, Action abort)
{
    private const int BufferBytes = 64 * 1024;

    private readonly Channel<ClientEnvelope> _received = Channel.CreateUnbounded<ClientEnvelope>();
    private readonly TaskCompletionSource<int?> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The close code the client sent; null when it just went.</summary>
    internal Task<int?> Ended => Eventually.Of(_ended.Task, "the end of the connection");

    /// <summary>The next envelope of a kind; others before it are passed over.</summary>
    internal async Task<ClientEnvelope> NextAsync(ClientEnvelope.KindOneofCase kind)
    {
        while (true)
        {
            var next = await Eventually.Of(_received.Reader.ReadAsync().AsTask(), kind.ToString());
            if (next.KindCase == kind)
            {
                return next;
            }
        }
    }

    internal Task SendAsync(params ServerEnvelope[] envelopes) =>
        socket.SendAsync(new ServerBatch { Envelopes = { envelopes } }.ToByteArray(), WebSocketMessageType.Binary, true, default);

    internal Task CloseAsync(CloseCode code, string reason) => socket.CloseOutputAsync((WebSocketCloseStatus)code, reason, default);

    /// <summary>Ends the TCP connection without a word.</summary>
    internal void Abort() => abort();

    /// <summary>Answers the opening frame, whichever of the two it is.</summary>
    internal Task WelcomeAsync(string token, bool resumed = false, params string[] rooms)
    {
        var welcome = new Welcome
        {
            SessionId = "session",
            ResumeToken = token,
            PlayerId = "player",
            PlayerName = "Ada",
            ServerTimeMs = 1_000_000,
            HeartbeatIntervalMs = 60_000,
            UnacknowledgedMax = 64,
            MessageBytesMax = 4096,
            Resumed = resumed,
        };
        welcome.Rooms.AddRange(rooms.Select(id => new RoomRef { RoomId = id, RoomType = "chat" }));
        return SendAsync(new ServerEnvelope { Welcome = welcome });
    }

    internal async Task ReadAsync(CancellationToken cancel)
    {
        var buffer = new byte[BufferBytes];
        int? code = null;
        try
        {
            while (true)
            {
                var length = 0;
                ValueWebSocketReceiveResult received;
                do
                {
                    received = await socket.ReceiveAsync(buffer.AsMemory(length), cancel);
                    length += received.Count;
                }
                while (!received.EndOfMessage);

                if (received.MessageType == WebSocketMessageType.Close)
                {
                    code = (int?)socket.CloseStatus;
                    break;
                }

                foreach (var envelope in ClientBatch.Parser.ParseFrom(buffer, 0, length).Envelopes)
                {
                    _received.Writer.TryWrite(envelope);
                }
            }

            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", cancel);
        }
        catch (Exception broken) when (broken is WebSocketException or OperationCanceledException or IOException)
        {
            // The connection was cut, as the test wanted.
        }

        _ended.TrySetResult(code);
    }
}
