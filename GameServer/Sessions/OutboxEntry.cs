namespace GameServer.Sessions;

/// <summary>Something that waits in an outbox.</summary>
/// <param name="Kind">How it is written.</param>
/// <param name="Bytes">What is written.</param>
/// <param name="Frame">Where the bytes come from, when they are an envelope.</param>
internal readonly record struct OutboxEntry(OutboxEntryKind Kind, ReadOnlyMemory<byte> Bytes, OutgoingFrame? Frame = null);

/// <summary>How an entry is written.</summary>
internal enum OutboxEntryKind
{
    /// <summary>An envelope: it shares a WebSocket message with its neighbours.</summary>
    Envelope,

    /// <summary>Whole WebSocket frames, written as they are: pings, pongs, echoes.</summary>
    Wire,

    /// <summary>A close frame, written as it is; nothing follows it.</summary>
    Close,
}
