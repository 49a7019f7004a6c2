using System.Net.Sockets;
using System.Runtime.CompilerServices;
using GameServer.Sessions;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace GameServer.Gateway;

/// <summary>
/// Writes straight to the socket of a connection that is not encrypted: one system call while the operating system takes all, and only
/// what it does not take waits. The transport's pipe stays empty.
/// </summary>
internal sealed class SocketTransportWriter(Socket socket, Outbox outbox) : ITransportWriter
{
    private readonly SafeSocketHandle _handle = socket.SafeHandle;
    private ConfiguredValueTaskAwaitable<int>.ConfiguredValueTaskAwaiter _sending;
    private Action? _sent;

    /// <summary>The socket to write to; null when there is none, or none any more.</summary>
    internal static Socket? SocketOf(ConnectionContext connection)
    {
        if (connection.Features.Get<IConnectionSocketFeature>()?.Socket is not { } socket)
        {
            return null;
        }

        try
        {
            // Concerns only calls that are not asynchronous, and there are none but ours.
            socket.Blocking = false;
            return socket;
        }
        catch (ObjectDisposedException)
        {
            return null;
        }
    }

    /// <inheritdoc />
    public OutboxWrite Write(ReadOnlyMemory<byte> bytes)
    {
        var count = WriteSome(bytes.Span);
        if (count == bytes.Length)
        {
            return OutboxWrite.Done;
        }

        if (count < 0)
        {
            return OutboxWrite.Gone;
        }

        try
        {
            // Ends when all is sent.
            _sending = socket.SendAsync(bytes[count..], SocketFlags.None).ConfigureAwait(false).GetAwaiter();
        }
        catch (Exception ended) when (IsEnd(ended))
        {
            return OutboxWrite.Gone;
        }

        if (_sending.IsCompleted)
        {
            return Outcome();
        }

        // Nothing of this object is touched after this: the write may end, and the next begin, on another thread.
        _sending.UnsafeOnCompleted(_sent ??= Sent);
        return OutboxWrite.Pending;
    }

    /// <inheritdoc />
    public int WriteSome(ReadOnlySpan<byte> message)
    {
        try
        {
            if (SocketSend.IsAvailable && SocketSend.Send(_handle, message) is var sent and >= 0)
            {
                return sent;
            }

            var count = socket.Send(message, SocketFlags.None, out var error);
            return error is SocketError.Success or SocketError.WouldBlock ? count : -1;
        }
        catch (Exception ended) when (IsEnd(ended))
        {
            return -1;
        }
    }

    /// <inheritdoc />
    public bool Prefetch() => _handle.IsClosed;

    private static bool IsEnd(Exception failure) => failure is SocketException or OperationCanceledException or ObjectDisposedException;

    private void Sent() => outbox.Written(Outcome());

    private OutboxWrite Outcome()
    {
        try
        {
            _sending.GetResult();
            return OutboxWrite.Done;
        }
        catch (Exception ended) when (IsEnd(ended))
        {
            return OutboxWrite.Gone;
        }
    }
}
