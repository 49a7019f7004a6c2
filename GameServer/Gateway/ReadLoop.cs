using System.IO.Pipelines;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using GameServer.Telemetry;

namespace GameServer.Gateway;

/// <summary>
/// What a connection's reader does: hands the messages that are here to the conversation, in one synchronous stretch on whatever thread
/// they arrived, and waits for more.
/// </summary>
internal sealed class ReadLoop : IDisposable
{
    // Then those that were woken get their turn.
    private const int MessagesPerStretchMax = 32;

    private static readonly WebSocketCreationOptions Creation = new() { IsServer = true, KeepAliveInterval = Timeout.InfiniteTimeSpan };

    private readonly ClientSocket _socket;
    private readonly IConversation _conversation;
    private readonly SocketSurroundings _around;
    private readonly SocketStream _stream;
    private readonly WebSocket _webSocket;
    private readonly MessageReader _reader;

    internal ReadLoop(ClientSocket socket, IConversation conversation, PipeReader input, SocketSurroundings around)
    {
        (_socket, _conversation, _around) = (socket, conversation, around);
        _stream = new SocketStream(input, socket, around.Options.MessageBytesMax);
        _webSocket = WebSocket.CreateFromStream(_stream, Creation);
        _reader = new MessageReader(_webSocket, around.Options.MessageBytesMax);
    }

    /// <summary>How reading ended; null while it goes on.</summary>
    internal ReceivedKind? End { get; private set; }

    /// <summary>At the end: more may come, or has come, that nobody reads.</summary>
    internal bool HasLeftBytes { get; private set; }

    /// <summary>What the client's close frame said.</summary>
    internal int CloseCode => (int)_webSocket.CloseStatus!;

    /// <summary>
    /// Handles what is here, up to a stretch; the rest of it is the thread pool's, so that a client that sends without end does not keep
    /// those waiting whose bytes the same thread is told of. The answer ends when there is more to do; then <see cref="Received"/> or
    /// <see cref="Failed"/> is called. While nothing is here, most of the time, it is the WebSocket's own: a frame between it and the
    /// reader would be kept for as long as the connection lives.
    /// </summary>
    internal ValueTask<ValueWebSocketReceiveResult> HandleAsync()
    {
        // Those whom the messages of one stretch wake run at its end, so that these make one turn.
        _around.Scheduler.Hold();
        try
        {
            for (var messages = 0; messages < MessagesPerStretchMax && End is null; messages++)
            {
                _reader.SkipsToClose = _socket.IsClosing;
                if (!_reader.TryRead(out var message))
                {
                    return _reader.Receiving;
                }

                var conversing = Take(message);
                if (!conversing.IsCompletedSuccessfully)
                {
                    return FinishAsync(conversing);
                }
            }

            return End is null ? LeaveThreadAsync() : default;
        }
        finally
        {
            _socket.FlushPongs();
            _conversation.StretchEnded();
            _around.Scheduler.Release();
        }
    }

    /// <summary>What was awaited has ended with this.</summary>
    internal void Received(ValueWebSocketReceiveResult part) => _reader.Received(part);

    /// <summary>What was awaited has failed, in a way that <see cref="MessageReader.IsEnd"/> knows.</summary>
    internal void Failed() => _reader.Failed();

    /// <inheritdoc />
    public void Dispose()
    {
        _reader.Dispose();
        _webSocket.Dispose();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<ValueWebSocketReceiveResult> LeaveThreadAsync()
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        return default;
    }

    private ValueTask Take(ReceivedMessage message)
    {
        switch (message.Kind)
        {
            case ReceivedKind.Text or ReceivedKind.Binary:
                _around.Meter.MessageArrived();
                return Converse(message);
            case ReceivedKind.TooLarge:
                _socket.MessageTooLarge();
                break;
            case ReceivedKind.ClientClosed or ReceivedKind.Failed:
                End = message.Kind;
                HasLeftBytes = _stream.Drop() || message.Kind == ReceivedKind.Failed;
                break;
        }

        return ValueTask.CompletedTask;
    }

    private ValueTask Converse(ReceivedMessage message)
    {
        try
        {
            return _socket.IsClosing ? ValueTask.CompletedTask : _conversation.ReceiveAsync(message);
        }
        catch (Exception failure)
        {
            _socket.Failed(failure);
            return ValueTask.CompletedTask;
        }
    }

    private async ValueTask<ValueWebSocketReceiveResult> FinishAsync(ValueTask conversing)
    {
        try
        {
            await conversing.ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            _socket.Failed(failure);
        }

        return default;
    }
}
