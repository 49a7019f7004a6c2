using System.Net.WebSockets;
using GameServer.Protocol.V1;
using GameServer.Sessions;
using GameServer.Telemetry;

namespace GameServer.Gateway;

/// <summary>
/// One WebSocket from the upgrade to its end: a reader, which is the request's own task, a writer, which empties the outbox, and the
/// sweep, which checks the deadlines.
/// </summary>
internal sealed class ClientSocket : IClientConnection, IOutboxWriter
{
    private readonly Upgraded _upgraded;
    private readonly SocketSurroundings _around;
    private readonly SocketWriter _writer;
    private readonly IConversation _conversation;
    private readonly Deadlines _deadlines;
    private readonly long _began;
    private volatile bool _isClosing;

    /// <param name="number">Names the connection in logs.</param>
    /// <param name="form">How envelopes are written.</param>
    /// <param name="upgraded">The connection.</param>
    /// <param name="around">What it shares with others.</param>
    /// <param name="converse">Makes what is spoken over it.</param>
    internal ClientSocket(
        long number, Subprotocol form, Upgraded upgraded, SocketSurroundings around, Func<ClientSocket, IConversation> converse)
    {
        Number = number;
        Form = form;
        _upgraded = upgraded;
        _around = around;
        _began = around.Time.GetTimestamp();
        Outbox = new Outbox(form, around.Options.Outbox, this);
        _writer = new SocketWriter(form, Outbox, upgraded.Output, around.Meter);
        _conversation = converse(this);
        _deadlines = new Deadlines(around.Options, _conversation.BeginsWithHello);
    }

    /// <inheritdoc />
    public Outbox Outbox { get; }

    /// <inheritdoc />
    public string RemoteAddress => _upgraded.RemoteAddress;

    internal long Number { get; }

    internal Subprotocol Form { get; }

    internal bool IsClosing => _isClosing;

    /// <summary>Time since the connection began.</summary>
    internal TimeSpan Age => _around.Time.GetElapsedTime(_began);

    private long NowMs => (long)Age.TotalMilliseconds;

    /// <inheritdoc />
    public void Close(CloseCode code, string reason) => CloseWith((int)code, reason);

    /// <inheritdoc />
    public void Wake() => _writer.Wake();

    /// <inheritdoc />
    public void OverLimit() => Close(CloseCode.SlowConsumer, "Too much waits for this client to read it.");

    /// <inheritdoc />
    public void Unwritable(Exception failure)
    {
        _around.Meter.Failed();
        _around.Logger.FrameUnwritable(Number, Form.ToString(), failure);
        Close(CloseCode.SessionError, "A frame for this client could not be written.");
    }

    /// <summary>Closes with a code of the WebSocket standard.</summary>
    internal void Close(WebSocketCloseStatus code, string reason) => CloseWith((int)code, reason);

    /// <summary>The first frame is here: its deadline is met.</summary>
    internal void HelloArrived() => _deadlines.HelloArrived();

    /// <summary>Runs the connection to its end. Nothing of it is left afterwards.</summary>
    internal async Task RunAsync()
    {
        var writing = _writer.RunAsync();
        var stream = new SocketStream(_upgraded.Input, BytesArrived, FrameMade);
        var creation = new WebSocketCreationOptions { IsServer = true, KeepAliveInterval = Timeout.InfiniteTimeSpan };
        using var socket = WebSocket.CreateFromStream(stream, creation);
        using var reader = new MessageReader(socket, _around.Options.MessageBytesMax);
        try
        {
            if (await ReadAsync(reader).ConfigureAwait(false) == ReceivedKind.ClientClosed)
            {
                CloseFrameMade(WireFrame.Close((int)socket.CloseStatus!, string.Empty));
            }
            else if (_isClosing)
            {
                await writing.ConfigureAwait(false);
                await Linger.UntilQuietAsync(_upgraded.Input, _around).ConfigureAwait(false);
            }
            else
            {
                Outbox.End();
                _upgraded.Abort();
            }
        }
        finally
        {
            _conversation.Ended();
            await writing.ConfigureAwait(false);
        }
    }

    /// <summary>Does what is due. Called by the sweep.</summary>
    internal void CheckDeadlines()
    {
        // A writer that found the transport gone takes no close frame any more, while the reader may never hear of it.
        if (Outbox.State == OutboxState.Ended)
        {
            _deadlines.Closing(NowMs);
        }

        switch (_deadlines.Check(NowMs))
        {
            case DueAction.Nothing:
                break;
            case DueAction.Ping:
                Outbox.EnqueueWire(WireFrame.Ping);
                break;
            case DueAction.CloseWithoutHello:
                Close(CloseCode.HelloTimeout, "Neither Hello nor Resume came in time.");
                break;
            case DueAction.CloseSilent:
                Close(CloseCode.HeartbeatLost, "Nothing was heard for too long.");
                break;
            case DueAction.Abort:
                _around.Logger.ConnectionCut(Number);
                Outbox.End();
                _upgraded.Abort();
                break;
        }
    }

    private async ValueTask<ReceivedKind> ReadAsync(MessageReader reader)
    {
        while (!_isClosing)
        {
            var message = await reader.ReadAsync().ConfigureAwait(false);
            switch (message.Kind)
            {
                case ReceivedKind.Text or ReceivedKind.Binary:
                    _around.Meter.MessageArrived();
                    if (!_isClosing)
                    {
                        await ConverseAsync(message).ConfigureAwait(false);
                    }

                    break;
                case ReceivedKind.TooLarge:
                    Close(
                        WebSocketCloseStatus.MessageTooBig, $"A message may have {_around.Options.MessageBytesMax} bytes.");
                    break;
                case ReceivedKind.ClientClosed or ReceivedKind.Failed:
                    return message.Kind;
            }
        }

        return await reader.SkipToCloseAsync().ConfigureAwait(false);
    }

    // What fails here is our fault and this client's alone: it is told to resume, and no one else notices.
    private async ValueTask ConverseAsync(ReceivedMessage message)
    {
        try
        {
            await _conversation.ReceiveAsync(message).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            _around.Meter.Failed();
            _around.Logger.ConnectionFailed(Number, failure);
            Close(CloseCode.SessionError, "The connection failed inside the server.");
        }
    }

    private void BytesArrived(int count)
    {
        _deadlines.Heard(NowMs);
        _around.Meter.BytesArrived(count);
        if (!_isClosing)
        {
            _conversation.BytesArrived(count);
        }
    }

    private void FrameMade(byte[] frame)
    {
        if (WireFrame.IsClose(frame))
        {
            CloseFrameMade(frame);
        }
        else
        {
            Outbox.EnqueueWire(frame);
        }
    }

    private void CloseWith(int code, string reason)
    {
        if (CloseFrameMade(WireFrame.Close(code, reason)))
        {
            _around.Logger.ConnectionClosing(Number, RemoteAddress, code, reason);
        }
    }

    private bool CloseFrameMade(byte[] frame)
    {
        if (!Outbox.Close(frame))
        {
            return false;
        }

        _deadlines.Closing(NowMs);
        _isClosing = true;
        _around.Meter.Closed(WireFrame.CloseCodeOf(frame));
        return true;
    }
}
