namespace GameServer.Sessions;

/// <summary>What waits for one client. Any thread may put a frame in; the connection's writer takes them out in order.</summary>
internal abstract class Outbox
{
    /// <summary>Puts a frame behind the others.</summary>
    internal abstract OutboxAnswer Enqueue(OutgoingFrame frame);
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
