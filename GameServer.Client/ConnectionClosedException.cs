namespace GameServer.Client;

/// <summary>There is no session: it could not be opened, or it has ended while something was asked of it.</summary>
public sealed class ConnectionClosedException : Exception
{
    internal ConnectionClosedException(ClosedInfo info)
        : base(info.Reason) => Info = info;

    /// <summary>Why, and what to do about it.</summary>
    public ClosedInfo Info { get; }
}
