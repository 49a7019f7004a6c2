using System.Buffers;
using System.Runtime.CompilerServices;
using GameServer.Protocol.Codecs;

namespace GameServer.Sessions;

/// <summary>
/// What waits for one client, and the only way to its socket. Any thread may put frames in; they are written by the thread that flushes, or
/// by the one that is at it already. An outbox in which nothing waits holds no buffer.
/// </summary>
/// <param name="form">The form in which envelopes are held.</param>
/// <param name="limits">Over the hard ones the connection ends.</param>
/// <param name="pool">Where buffers come from.</param>
/// <param name="writer">The transport.</param>
internal sealed class Outbox(Subprotocol form, OutboxLimits limits, ArrayPool<byte> pool, IOutboxWriter writer)
{
    private OutboxContents _contents = new(form, limits, pool);

    internal OutboxState State => _contents.State;

    /// <summary>Bytes that wait or are being written.</summary>
    internal int BytesHeld => _contents.BytesHeld;

    /// <summary>
    /// For whoever is about to write to many: reads of each object that a write needs, so that what the processor fetches for one outbox
    /// arrives while it is at the next. docs/decisions/0038-send.md.
    /// </summary>
    internal static void Prefetch(ReadOnlySpan<Outbox> outboxes)
    {
        foreach (var outbox in outboxes)
        {
            outbox.Reads();
        }
    }

    /// <summary>Puts a frame behind the others. It leaves with the next flush, at the latest.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="kind">A room's update is not taken when the client is behind.</param>
    internal OutboxAnswer Put(OutgoingFrame frame, OutboxEntry kind = OutboxEntry.Envelope)
    {
        if (State != OutboxState.Open)
        {
            return OutboxAnswer.Closed;
        }

        ref readonly var encoded = ref form == Subprotocol.Json ? ref frame.Json : ref frame.Binary;
        return encoded.Failure is { } failure ? Break(failure) : Put(encoded.Bytes, kind, encoded.IsLasting);
    }

    /// <summary>The same for a room's update. It waits where it is kept for all the room's members, if nothing else waits.</summary>
    /// <param name="update">The frame.</param>
    /// <param name="message">Its last update is this one.</param>
    internal OutboxAnswer Put(OutgoingFrame update, SharedMessage message) =>
        form == Subprotocol.Binary ? _contents.Add(message) : Put(update, OutboxEntry.Update);

    /// <summary>Puts a frame behind the others and flushes.</summary>
    internal OutboxAnswer Send(OutgoingFrame frame, OutboxEntry kind = OutboxEntry.Envelope)
    {
        var answer = Put(frame, kind);
        Flush();
        return answer;
    }

    /// <summary>
    /// The same for a room's update, which many clients get: where nothing waits, the message that was made of it for all of them is
    /// written from where it is, and what the transport does not take is copied.
    /// </summary>
    /// <param name="update">The frame.</param>
    /// <param name="message">The frame as a WebSocket message for connections in binary form.</param>
    internal OutboxAnswer Send(OutgoingFrame update, ReadOnlySpan<byte> message)
    {
        if (form != Subprotocol.Binary || !_contents.TryBegin(update.Binary.Bytes.Length))
        {
            return Send(update, OutboxEntry.Update);
        }

        Write(message, frames: 1);
        return OutboxAnswer.Taken;
    }

    /// <summary>
    /// Puts whole WebSocket frames behind the others. They leave with the next flush, at the latest. The bytes are not changed afterwards.
    /// </summary>
    internal OutboxAnswer AddWire(ReadOnlyMemory<byte> frames) => Put(frames, OutboxEntry.Wire, isLasting: true);

    /// <summary>The same, and flushes.</summary>
    internal OutboxAnswer PutWire(ReadOnlyMemory<byte> frames)
    {
        var answer = AddWire(frames);
        Flush();
        return answer;
    }

    /// <summary>
    /// Puts the last frame in, whatever the limits, and flushes. False when there is one already or the connection has ended.
    /// </summary>
    internal bool Close(ReadOnlyMemory<byte> closeFrame)
    {
        if (!_contents.AddClose(closeFrame))
        {
            return false;
        }

        Flush();
        return true;
    }

    /// <summary>The connection is gone: what waits is dropped.</summary>
    internal void End()
    {
        if (_contents.End())
        {
            writer.Ended();
        }
    }

    /// <summary>Writes what waits, on this thread. Where a thread is writing already, that one goes on until nothing is left.</summary>
    internal void Flush()
    {
        if (_contents.TryBegin())
        {
            WriteOn();
        }
    }

    /// <summary>The same by the room whose message this is: where that alone waits, it is written from where it is.</summary>
    /// <param name="message">What the room has put in since it flushed last.</param>
    /// <param name="whole">Its bytes.</param>
    internal void Flush(SharedMessage message, ReadOnlySpan<byte> whole)
    {
        if (_contents.TryBegin(message))
        {
            Write(whole, _contents.Writing.Frames);
        }
        else
        {
            Flush();
        }
    }

    /// <summary>
    /// Calls this once when the transport has all that waits, on whatever thread hands it over; at once when nothing waits; never when the
    /// connection ends before.
    /// </summary>
    internal void WhenDrained(Action drained)
    {
        if (!_contents.AddDrained(drained))
        {
            drained();
        }
    }

    /// <summary>A write that was pending has ended. Called by the writer, on whatever thread it ended.</summary>
    internal void Written(OutboxWrite outcome)
    {
        if (IsNextAfter(outcome))
        {
            WriteOn();
        }
    }

    // Reads that nobody asked for are left out, so somebody asks: the answer itself means nothing.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool Reads() => _contents.Prefetch() | writer.Prefetch();

    private void Write(ReadOnlySpan<byte> message, int frames)
    {
        var count = writer.WriteSome(message, frames);
        if (count == message.Length || count < 0)
        {
            Written(count < 0 ? OutboxWrite.Gone : OutboxWrite.Done);
        }
        else
        {
            _contents.Keep(message[count..]);
            WriteOn();
        }
    }

    private void WriteOn()
    {
        OutboxWrite outcome;
        do
        {
            outcome = writer.Write(_contents.Writing.Bytes, _contents.Writing.Frames);
        }
        while (outcome != OutboxWrite.Pending && IsNextAfter(outcome));
    }

    // Puts away what was written and says whether there is more to write.
    private bool IsNextAfter(OutboxWrite outcome)
    {
        if (outcome == OutboxWrite.Gone)
        {
            End();
        }

        if (_contents.IsNext(out var hasEnded, out var drained))
        {
            return true;
        }

        drained?.Invoke();
        if (hasEnded)
        {
            writer.Ended();
        }

        return false;
    }

    private OutboxAnswer Put(ReadOnlyMemory<byte> bytes, OutboxEntry kind, bool isLasting)
    {
        var answer = _contents.Add(bytes, kind, isLasting);
        if (answer == OutboxAnswer.OverLimit)
        {
            writer.OverLimit();
        }

        return answer;
    }

    // What waits is still written; only what should have followed it cannot be.
    private OutboxAnswer Break(Exception failure)
    {
        if (_contents.Break())
        {
            writer.Unwritable(failure);
        }

        return OutboxAnswer.Closed;
    }
}
