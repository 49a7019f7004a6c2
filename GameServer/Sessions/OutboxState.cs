namespace GameServer.Sessions;

/// <summary>Where an outbox is in its life; it only moves down this list.</summary>
internal enum OutboxState
{
    /// <summary>Frames are taken.</summary>
    Open,

    /// <summary>The hard limit was reached: frames are refused, and a close frame is awaited.</summary>
    Overflowed,

    /// <summary>A frame could not be encoded: later ones are refused, and a close frame is awaited.</summary>
    Broken,

    /// <summary>The close frame waits or is being written; nothing more is taken.</summary>
    Closing,

    /// <summary>The close frame is in the transport's hands, or the connection is gone.</summary>
    Ended,
}

/// <summary>What moves an outbox.</summary>
internal enum OutboxEvent
{
    /// <summary>More would wait than may.</summary>
    LimitReached,

    /// <summary>A frame cannot be encoded.</summary>
    FrameFailed,

    /// <summary>The last frame was put in.</summary>
    CloseTaken,

    /// <summary>Nothing waits any more.</summary>
    AllWritten,

    /// <summary>The connection is gone.</summary>
    Gone,
}

/// <summary>What became of a frame.</summary>
internal enum OutboxAnswer
{
    /// <summary>It will be written in order, unless the connection ends first.</summary>
    Taken,

    /// <summary>The connection has ended or is ending.</summary>
    Closed,

    /// <summary>The hard limit is reached: the connection is being closed with SLOW_CONSUMER.</summary>
    OverLimit,

    /// <summary>
    /// It was a room's update, and the client is too far behind for it: it was not taken. What waits already is written, and
    /// <see cref="Outbox.WhenDrained"/> says when.
    /// </summary>
    Behind,
}

/// <summary>The one transition table of an outbox.</summary>
internal static class OutboxTransitions
{
    /// <summary>The state after the event; the same state when the event does not concern it.</summary>
    internal static OutboxState After(this OutboxState state, OutboxEvent happened) => (state, happened) switch
    {
        (OutboxState.Open, OutboxEvent.LimitReached) => OutboxState.Overflowed,
        (OutboxState.Open, OutboxEvent.FrameFailed) => OutboxState.Broken,
        (OutboxState.Open, OutboxEvent.CloseTaken) => OutboxState.Closing,
        (OutboxState.Open, OutboxEvent.AllWritten) => OutboxState.Open,
        (OutboxState.Open, OutboxEvent.Gone) => OutboxState.Ended,

        (OutboxState.Overflowed, OutboxEvent.LimitReached) => OutboxState.Overflowed,
        (OutboxState.Overflowed, OutboxEvent.FrameFailed) => OutboxState.Overflowed,
        (OutboxState.Overflowed, OutboxEvent.CloseTaken) => OutboxState.Closing,
        (OutboxState.Overflowed, OutboxEvent.AllWritten) => OutboxState.Overflowed,
        (OutboxState.Overflowed, OutboxEvent.Gone) => OutboxState.Ended,

        (OutboxState.Broken, OutboxEvent.LimitReached) => OutboxState.Broken,
        (OutboxState.Broken, OutboxEvent.FrameFailed) => OutboxState.Broken,
        (OutboxState.Broken, OutboxEvent.CloseTaken) => OutboxState.Closing,
        (OutboxState.Broken, OutboxEvent.AllWritten) => OutboxState.Broken,
        (OutboxState.Broken, OutboxEvent.Gone) => OutboxState.Ended,

        (OutboxState.Closing, OutboxEvent.LimitReached) => OutboxState.Closing,
        (OutboxState.Closing, OutboxEvent.FrameFailed) => OutboxState.Closing,
        (OutboxState.Closing, OutboxEvent.CloseTaken) => OutboxState.Closing,
        (OutboxState.Closing, OutboxEvent.AllWritten) => OutboxState.Ended,
        (OutboxState.Closing, OutboxEvent.Gone) => OutboxState.Ended,

        (OutboxState.Ended, OutboxEvent.LimitReached) => OutboxState.Ended,
        (OutboxState.Ended, OutboxEvent.FrameFailed) => OutboxState.Ended,
        (OutboxState.Ended, OutboxEvent.CloseTaken) => OutboxState.Ended,
        (OutboxState.Ended, OutboxEvent.AllWritten) => OutboxState.Ended,
        (OutboxState.Ended, OutboxEvent.Gone) => OutboxState.Ended,
    };
}
