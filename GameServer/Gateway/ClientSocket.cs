using System.Net.WebSockets;
using GameServer.Protocol.V1;
using GameServer.Sessions;
using GameServer.Telemetry;

namespace GameServer.Gateway;

/// <summary>
/// One WebSocket from the upgrade to its end: its reader goes on wherever the transport's bytes arrive, its outbox is written by whoever
/// flushes, and the sweep checks its deadlines.
/// </summary>
internal sealed class ClientSocket : IClientConnection, IOutboxWriter
{
    // Fewer than any outbox holds.
    private const int PongsPerFlushMax = 8;

    private readonly Upgraded _upgraded;
    private readonly SocketSurroundings _around;
    private readonly ITransportWriter _transport;
    private readonly IConversation _conversation;
    private Deadlines _deadlines;
    private readonly Action<ClientSocket> _ended;
    private readonly long _began;
    private TaskCompletionSource? _written;
    private volatile bool _isClosing;

    // Put into the outbox since it was flushed for them; the reader's.
    private int _pongs;

    /// <param name="number">Names the connection in logs.</param>
    /// <param name="form">How envelopes are written.</param>
    /// <param name="upgraded">The connection.</param>
    /// <param name="around">What it shares with others.</param>
    /// <param name="converse">Makes what is spoken over it.</param>
    /// <param name="ended">Called last.</param>
    internal ClientSocket(
        long number,
        Subprotocol form,
        Upgraded upgraded,
        SocketSurroundings around,
        Func<ClientSocket, IConversation> converse,
        Action<ClientSocket> ended)
    {
        Number = number;
        Form = form;
        _upgraded = upgraded;
        _around = around;
        _ended = ended;
        _began = around.Time.GetTimestamp();
        Outbox = new Outbox(form, around.OutboxLimits, around.Buffers, this);
        _transport = upgraded.Socket is { } plain
            ? new SocketTransportWriter(plain, Outbox)
            : new PipeTransportWriter(upgraded.Output, Outbox);
        _conversation = converse(this);
        _deadlines = new Deadlines(around.Options, _conversation.BeginsWithHello);
    }

    /// <inheritdoc />
    public Outbox Outbox { get; }

    /// <inheritdoc />
    public string RemoteAddress => _upgraded.From.Address;

    /// <summary>What it has together with the others from its address.</summary>
    internal AddressShare From => _upgraded.From;

    internal long Number { get; }

    internal Subprotocol Form { get; }

    internal bool IsClosing => _isClosing;

    /// <summary>When bytes came last, as time since the connection began. For the reader.</summary>
    internal TimeSpan HeardAt { get; private set; }

    /// <summary>The same as steady time of the server.</summary>
    internal TimeSpan HeardAtOfAll => _around.Time.GetElapsedTime(0, _began) + HeardAt;

    private Task Written => WrittenSource.Task;

    // Made by whoever comes first: the reader that waits for the end of writing, or that end.
    private TaskCompletionSource WrittenSource =>
        LazyInitializer.EnsureInitialized(ref _written, static () => new(TaskCreationOptions.RunContinuationsAsynchronously));

    /// <inheritdoc />
    public void Close(CloseCode code, string reason) => CloseWith((int)code, reason);

    /// <inheritdoc />
    public OutboxWrite Write(ReadOnlyMemory<byte> bytes, int frames)
    {
        _around.Meter.Flushed(frames, bytes.Length);
        return _transport.Write(bytes);
    }

    /// <inheritdoc />
    public int WriteSome(ReadOnlySpan<byte> message, int frames)
    {
        var count = _transport.WriteSome(message);
        if (count == message.Length)
        {
            _around.Meter.Flushed(frames, count);
        }

        return count;
    }

    /// <inheritdoc />
    public bool Prefetch() => _transport.Prefetch();

    /// <inheritdoc />
    public void OverLimit()
    {
        _around.Meter.OverLimit();
        Close(CloseCode.SlowConsumer, "Too much waits for this client to read it.");
    }

    /// <inheritdoc />
    public void Unwritable(Exception failure)
    {
        _around.Meter.Failed();
        _around.Logger.FrameUnwritable(Number, Form.ToString(), failure);
        Close(CloseCode.SessionError, "A frame for this client could not be written.");
    }

    /// <inheritdoc />
    public void Ended() => WrittenSource.TrySetResult();

    /// <summary>Closes with a code of the WebSocket standard.</summary>
    internal void Close(WebSocketCloseStatus code, string reason) => CloseWith((int)code, reason);

    /// <summary>The client announces, or has sent, more than a message may have. Called by the reader.</summary>
    internal void MessageTooLarge() =>
        Close(WebSocketCloseStatus.MessageTooBig, $"A message may have {_around.Options.MessageBytesMax} bytes.");

    /// <summary>The first frame is here: its deadline is met.</summary>
    internal void HelloArrived() => _deadlines.HelloArrived();

    /// <summary>Runs the connection to its end. Nothing of it is left afterwards.</summary>
    internal async Task RunAsync()
    {
        using var reading = new ReadLoop(this, _conversation, _upgraded.Input, _around);
        try
        {
            while (reading.End is null)
            {
                var handling = reading.HandleAsync();
                try
                {
                    reading.Received(await handling.ConfigureAwait(false));
                }
                catch (Exception ended) when (MessageReader.IsEnd(ended))
                {
                    reading.Failed();
                }
            }

            if (reading.End == ReceivedKind.ClientClosed)
            {
                CloseFrameMade(WireFrame.Close(reading.CloseCode, string.Empty));
            }
            else if (!_isClosing)
            {
                Outbox.End();
                _upgraded.Lifetime.Abort();
            }

            if (_isClosing && reading.HasLeftBytes)
            {
                await Written.ConfigureAwait(false);
                await Linger.UntilQuietAsync(_upgraded.Input, _around).ConfigureAwait(false);
            }
        }
        finally
        {
            _conversation.Ended();
            await Written.ConfigureAwait(false);
            _ended(this);
        }
    }

    /// <summary>Does what is due. Called by the sweep.</summary>
    internal void CheckDeadlines(long timestamp)
    {
        var nowMs = (long)_around.Time.GetElapsedTime(_began, timestamp).TotalMilliseconds;

        // A writer that found the transport gone takes no close frame any more, while the reader may never hear of it.
        if (Outbox.State == OutboxState.Ended)
        {
            _deadlines.Closing(nowMs);
        }

        switch (_deadlines.Check(nowMs))
        {
            case DueAction.Nothing:
                break;
            case DueAction.Ping:
                Outbox.PutWire(WireFrame.Ping);
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
                _upgraded.Lifetime.Abort();
                break;
        }
    }

    /// <summary>Bytes came, whatever they are. Called by the reader.</summary>
    internal void BytesArrived(long count)
    {
        HeardAt = _around.Time.GetElapsedTime(_began);
        _deadlines.Heard((long)HeardAt.TotalMilliseconds);
        _around.Meter.BytesArrived(count);
        if (!_isClosing)
        {
            _conversation.BytesArrived(count);
        }
    }

    /// <summary>That many pongs came. Called by the reader.</summary>
    internal void PongsArrived(int count)
    {
        for (; count > 0 && !_isClosing; count--)
        {
            _conversation.ControlFrameArrived();
        }
    }

    /// <summary>The WebSocket answers a ping or a close frame, or refuses what it cannot read. Called by the reader.</summary>
    internal void FrameMade(byte[] frame)
    {
        if (WireFrame.IsClose(frame))
        {
            CloseFrameMade(frame);
        }
        else if (!_isClosing && _conversation.ControlFrameArrived())
        {
            Outbox.AddWire(frame);
            if (++_pongs == PongsPerFlushMax)
            {
                FlushPongs();
            }
        }
    }

    /// <summary>All that is here has been handled, or the rest waits: pings that came together are answered in one write.</summary>
    internal void FlushPongs()
    {
        if (_pongs > 0)
        {
            _pongs = 0;
            Outbox.Flush();
        }
    }

    /// <summary>What fails here is our fault and this client's alone: it is told to resume, and no one else notices.</summary>
    internal void Failed(Exception failure)
    {
        _around.Meter.Failed();
        _around.Logger.ConnectionFailed(Number, failure);
        Close(CloseCode.SessionError, "The connection failed inside the server.");
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

        _deadlines.Closing((long)_around.Time.GetElapsedTime(_began).TotalMilliseconds);
        _isClosing = true;
        _around.Meter.Closed(WireFrame.CloseCodeOf(frame));
        return true;
    }
}
