namespace GameServer.Gateway;

/// <summary>
/// When a connection must be pinged or ended. Times are since the connection began. Pure; the reader, the sweep and whoever closes the
/// connection use it at once.
/// </summary>
internal struct Deadlines(GatewayOptions options, bool awaitsHello)
{
    private const long Never = long.MaxValue;

    private long _heardMs;
    private long _pingedMs;
    private long _closingMs = Never;
    private bool _awaitsHello = awaitsHello;
    private bool _isCut;

    internal void Heard(long nowMs) => Volatile.Write(ref _heardMs, nowMs);

    internal void HelloArrived() => Volatile.Write(ref _awaitsHello, false);

    /// <summary>The close has begun. Only the first call counts.</summary>
    internal void Closing(long nowMs) => Interlocked.CompareExchange(ref _closingMs, nowMs, Never);

    /// <summary>What is due. A ping that is due counts as sent, and an abort as done.</summary>
    internal DueAction Check(long nowMs)
    {
        var closingMs = Volatile.Read(ref _closingMs);
        if (closingMs != Never)
        {
            if (_isCut || nowMs - closingMs < options.CloseTimeoutMs)
            {
                return DueAction.Nothing;
            }

            _isCut = true;
            return DueAction.Abort;
        }

        if (Volatile.Read(ref _awaitsHello) && nowMs >= options.HelloTimeoutMs)
        {
            return DueAction.CloseWithoutHello;
        }

        if (nowMs - Volatile.Read(ref _heardMs) >= options.SilenceTimeoutMs)
        {
            return DueAction.CloseSilent;
        }

        if (nowMs - _pingedMs < options.PingIntervalMs)
        {
            return DueAction.Nothing;
        }

        _pingedMs = nowMs;
        return DueAction.Ping;
    }
}

/// <summary>What is due for a connection.</summary>
internal enum DueAction
{
    /// <summary>All is well.</summary>
    Nothing,

    /// <summary>Send a ping.</summary>
    Ping,

    /// <summary>Neither Hello nor Resume came in time.</summary>
    CloseWithoutHello,

    /// <summary>Nothing was heard for too long.</summary>
    CloseSilent,

    /// <summary>The close frame was not read or not answered in time: end the connection.</summary>
    Abort,
}
