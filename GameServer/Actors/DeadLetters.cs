using System.Numerics;
using GameServer.Telemetry;

namespace GameServer.Actors;

/// <summary>Counts what nobody received and nobody was told about, and logs it without contents. From any thread.</summary>
internal sealed class DeadLetters(ILogger logger)
{
    private long _full;
    private long _stopped;
    private long _unreceived;

    internal long Count => CountOf(DeadLetterReason.Full) + CountOf(DeadLetterReason.Stopped) + CountOf(DeadLetterReason.Unreceived);

    internal long CountOf(DeadLetterReason reason) => Interlocked.Read(ref Counter(reason));

    internal void Add(string receiver, object message, DeadLetterReason reason)
    {
        var count = Interlocked.Increment(ref Counter(reason));

        // The 1st, 2nd, 4th, 8th …: a flood shows its size without becoming a flood of lines.
        if (BitOperations.IsPow2(count))
        {
            ActorLog.DeadLetter(logger, receiver, message.GetType().Name, reason.ToString(), count);
        }
    }

    private ref long Counter(DeadLetterReason reason)
    {
        switch (reason)
        {
            case DeadLetterReason.Full:
                return ref _full;
            case DeadLetterReason.Stopped:
                return ref _stopped;
            case DeadLetterReason.Unreceived:
                return ref _unreceived;
        }

        throw new ArgumentOutOfRangeException(nameof(reason));
    }
}

/// <summary>Why a message is a dead letter.</summary>
internal enum DeadLetterReason
{
    /// <summary>Told at the end of a turn to an actor whose lane was full.</summary>
    Full,

    /// <summary>Told at the end of a turn to an actor that had stopped.</summary>
    Stopped,

    /// <summary>It waited in the mailbox of an actor that then stopped.</summary>
    Unreceived,
}
