namespace GameServer.Sessions;

/// <summary>The writer of a socket as its outbox sees it; the gateway implements it. Its members return at once.</summary>
internal interface IOutboxWriter
{
    /// <summary>Something waits. Called by whoever put it in.</summary>
    void Wake();

    /// <summary>The hard limit was reached and what waited is gone: end the connection with SLOW_CONSUMER. Called once.</summary>
    void OverLimit();

    /// <summary>A frame cannot be written in this connection's form: end the connection with SESSION_ERROR. Called once.</summary>
    void Unwritable(Exception failure);
}
