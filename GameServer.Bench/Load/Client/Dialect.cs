namespace GameServer.Bench.Load.Client;

/// <summary>What the clients of one load speak over their WebSockets. Used by the one thread that runs the fleet.</summary>
internal abstract class Dialect(ClientEvents events)
{
    /// <summary>What is in the line of the request.</summary>
    internal abstract string Path(LoadClient client);

    /// <summary>The subprotocol to ask for; null: none.</summary>
    internal virtual string? Subprotocol => null;

    protected ClientEvents Events => events;

    /// <summary>The connection speaks WebSocket now.</summary>
    internal virtual void Opened(LoadClient client)
    {
    }

    /// <summary>A binary message came.</summary>
    internal abstract void Receive(LoadClient client, ReadOnlySpan<byte> message);

    /// <summary>Puts the client's next message to its room into its outgoing bytes.</summary>
    internal abstract void Say(LoadClient client, long meantFor);

    /// <summary>Puts what a client must send every few seconds into its outgoing bytes.</summary>
    internal virtual void Beat(LoadClient client)
    {
    }

    protected void Ready(LoadClient client)
    {
        client.Phase = ClientPhase.Ready;
        events.Ready(client);
    }
}
