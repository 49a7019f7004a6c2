using System.Buffers;
using System.IO.Pipelines;
using System.Threading.Channels;
using GameServer.Sessions;
using GameServer.Telemetry;

namespace GameServer.Gateway;

/// <summary>
/// Writes what waits in an outbox to the transport: neighbouring envelopes as one WebSocket message, all that was taken in one flush.
/// One loop per connection, which sleeps while nothing waits.
/// </summary>
internal sealed class SocketWriter(Subprotocol form, Outbox outbox, PipeWriter output, GatewayMeter meter)
{
    private readonly List<OutboxEntry> _batch = [];

    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    internal void Wake() => _wake.Writer.TryWrite(true);

    /// <summary>Ends when the close frame is in the transport's hands, or the connection is gone.</summary>
    internal async Task RunAsync()
    {
        while (true)
        {
            var taken = outbox.Take(_batch);
            switch (taken)
            {
                case OutboxTaken.Nothing:
                    await _wake.Reader.ReadAsync().ConfigureAwait(false);
                    break;
                case OutboxTaken.Batch or OutboxTaken.Last:
                    var gone = await WriteAsync().ConfigureAwait(false);
                    if (gone || taken == OutboxTaken.Last)
                    {
                        outbox.End();
                        return;
                    }

                    break;
                case OutboxTaken.Ended:
                    return;
            }
        }
    }

    // True when the connection is gone.
    private async ValueTask<bool> WriteAsync()
    {
        try
        {
            meter.Flushed(_batch.Count, Compose());
            return (await output.FlushAsync().ConfigureAwait(false)).IsCompleted;
        }
        catch (Exception ended) when (ended is IOException or OperationCanceledException or InvalidOperationException)
        {
            return true;
        }
    }

    private long Compose()
    {
        long bytes = 0;
        for (var at = 0; at < _batch.Count;)
        {
            if (_batch[at].Kind == OutboxEntryKind.Envelope)
            {
                var end = at;
                while (end < _batch.Count && _batch[end].Kind == OutboxEntryKind.Envelope)
                {
                    end++;
                }

                bytes += ComposeMessage(at, end);
                at = end;
            }
            else
            {
                output.Write(_batch[at].Bytes.Span);
                bytes += _batch[at].Bytes.Length;
                at++;
            }
        }

        return bytes;
    }

    private long ComposeMessage(int start, int end)
    {
        var payloadBytes = form == Subprotocol.Json ? end - start + 1 : 0;
        for (var at = start; at < end; at++)
        {
            payloadBytes += _batch[at].Bytes.Length;
        }

        var opcode = form == Subprotocol.Json ? WireFrame.TextOpcode : WireFrame.BinaryOpcode;
        var headerBytes = WireFrame.WriteHeader(output.GetSpan(WireFrame.HeaderBytesMax), opcode, payloadBytes);
        output.Advance(headerBytes);
        for (var at = start; at < end; at++)
        {
            if (form == Subprotocol.Json)
            {
                output.Write(at == start ? "["u8 : ","u8);
            }

            output.Write(_batch[at].Bytes.Span);
        }

        if (form == Subprotocol.Json)
        {
            output.Write("]"u8);
        }

        return headerBytes + payloadBytes;
    }
}
