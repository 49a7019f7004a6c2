using System.Buffers;
using System.Net.WebSockets;

namespace GameServer.Gateway;

/// <summary>
/// Puts the fragments of a connection's messages together in one pooled buffer, never holding more than the limit, and no buffer while no
/// message is on its way. Used by the connection's reader: it asks for messages until there is none, waits, and asks again.
/// </summary>
internal sealed class MessageReader(WebSocket socket, int messageBytesMax) : IDisposable
{
    private const int FirstBytes = 1024;

    private byte[] _buffer = [];
    private int _count;
    private ValueWebSocketReceiveResult _part;
    private bool _isHere;
    private bool _isReceiving;
    private bool _isInside;
    private bool _hasFailed;

    /// <summary>From now on only the client's close frame and the end are told.</summary>
    internal bool SkipsToClose { get; set; }

    /// <summary>
    /// Good after <see cref="TryRead"/> said false. It is awaited once; then <see cref="Received"/> or <see cref="Failed"/> is called.
    /// </summary>
    internal ValueTask<ValueWebSocketReceiveResult> Receiving { get; private set; }

    /// <summary>The next message, good until the next call. False when it has not come yet.</summary>
    internal bool TryRead(out ReceivedMessage message)
    {
        while (_isHere || TryReceive())
        {
            _isHere = false;
            if (Add() is { } whole)
            {
                message = whole;
                return true;
            }
        }

        if (!_isInside)
        {
            ReturnBuffer();
        }

        message = default;
        return false;
    }

    /// <summary>Whether this only says that the connection is over.</summary>
    internal static bool IsEnd(Exception failure) =>
        failure is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException;

    /// <summary>What was waited for is here, if anything was.</summary>
    internal void Received(ValueWebSocketReceiveResult part)
    {
        if (_isReceiving)
        {
            (_part, _isHere, _isReceiving) = (part, true, false);
        }
    }

    /// <summary>What was waited for will not come.</summary>
    internal void Failed() => (_isHere, _hasFailed, _isReceiving) = (true, true, false);

    /// <inheritdoc />
    public void Dispose() => ReturnBuffer();

    private bool TryReceive()
    {
        try
        {
            // Between messages the WebSocket only waits for the next one's header.
            var receiving = socket.ReceiveAsync(_isInside ? Room() : Memory<byte>.Empty, CancellationToken.None);
            if (!receiving.IsCompleted)
            {
                (Receiving, _isReceiving) = (receiving, true);
                return false;
            }

            _part = receiving.Result;
        }
        catch (Exception ended) when (IsEnd(ended))
        {
            _hasFailed = true;
        }

        return true;
    }

    private ReceivedMessage? Add()
    {
        if (_hasFailed)
        {
            return new ReceivedMessage(ReceivedKind.Failed);
        }

        if (_part.MessageType == WebSocketMessageType.Close)
        {
            return new ReceivedMessage(ReceivedKind.ClientClosed);
        }

        _count = _isInside && !SkipsToClose ? _count + _part.Count : 0;
        _isInside = !_part.EndOfMessage;
        if (SkipsToClose)
        {
            return null;
        }

        if (_count > messageBytesMax)
        {
            return new ReceivedMessage(ReceivedKind.TooLarge);
        }

        var kind = _part.MessageType == WebSocketMessageType.Text ? ReceivedKind.Text : ReceivedKind.Binary;
        return _isInside ? null : new ReceivedMessage(kind, _buffer.AsMemory(0, _count));
    }

    // The WebSocket returns when what it is given is full: one byte over the limit is enough to see that a message is too large.
    private Memory<byte> Room()
    {
        if (_count == _buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(Math.Max(FirstBytes, 2L * _count), messageBytesMax + 1L));
            _buffer.AsSpan(0, _count).CopyTo(larger);
            ReturnBuffer();
            _buffer = larger;
        }

        return _buffer.AsMemory(_count, Math.Min(_buffer.Length, messageBytesMax + 1) - _count);
    }

    private void ReturnBuffer()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
        }
    }
}
