using GameServer.Sessions;

namespace GameServer.Tests.Sessions;

/// <summary>What is below an outbox, as the test wants it: it takes bytes at once, or when the test says so, or is gone.</summary>
internal sealed class RecordingTransport : IOutboxWriter
{
    private int _inside;

    internal OutboxWrite Answer { get; set; } = OutboxWrite.Done;

    /// <summary>How much of a message is taken at once; -1: the connection is gone.</summary>
    internal int TakesAtOnce { get; set; } = int.MaxValue;

    /// <summary>What was handed over, write by write.</summary>
    internal List<byte[]> Writes { get; } = [];

    /// <summary>The last write has not ended, as far as this knows.</summary>
    internal bool IsPending { get; private set; }

    internal WrittenFrames Frames { get; } = new();

    internal int FrameCount { get; private set; }

    internal int OverLimits { get; private set; }

    internal int Ends { get; private set; }

    internal List<Exception> Failures { get; } = [];

    /// <summary>Runs inside every write.</summary>
    internal Action? Writing { get; set; }

    public OutboxWrite Write(ReadOnlyMemory<byte> bytes, int frames)
    {
        Interlocked.Increment(ref _inside).ShouldBe(1, "one thread writes at a time");
        Writes.Add(bytes.ToArray());
        Frames.Add(bytes.Span);
        FrameCount += frames;
        Writing?.Invoke();
        Interlocked.Decrement(ref _inside);
        IsPending = Answer == OutboxWrite.Pending;
        return Answer;
    }

    public int WriteSome(ReadOnlySpan<byte> message, int frames)
    {
        Interlocked.Increment(ref _inside).ShouldBe(1, "one thread writes at a time");
        var count = Math.Min(TakesAtOnce, message.Length);
        if (count > 0)
        {
            Writes.Add(message[..count].ToArray());
            Frames.Add(message[..count]);
            FrameCount += count == message.Length ? frames : 0;
        }

        Writing?.Invoke();
        Interlocked.Decrement(ref _inside);
        return count;
    }

    public void OverLimit() => OverLimits++;

    public void Unwritable(Exception failure) => Failures.Add(failure);

    public void Ended() => Ends++;
}
