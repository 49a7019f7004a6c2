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

    /// <summary>The close frame waits or was written; nothing more is taken.</summary>
    Closing,

    /// <summary>The connection is gone.</summary>
    Ended,
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
}

/// <summary>What the writer took.</summary>
internal enum OutboxTaken
{
    /// <summary>Nothing waits; the writer is woken when something does.</summary>
    Nothing,

    /// <summary>Entries for one flush.</summary>
    Batch,

    /// <summary>Entries for the last flush: the close frame is the last of them.</summary>
    Last,

    /// <summary>The connection is gone.</summary>
    Ended,
}
