namespace GameServer.Bench.Load.Client;

/// <summary>What a load wants to know of its clients, as it happens. Called by the one thread that runs the fleet.</summary>
internal abstract class ClientEvents
{
    /// <summary>Clients that got to where they want to be.</summary>
    internal int ReadyCount { get; private set; }

    /// <summary>The client is where it wants to be.</summary>
    internal virtual void Ready(LoadClient client) => ReadyCount++;

    /// <summary>A message of some member of the client's room reached it.</summary>
    internal virtual void Delivered(LoadClient client, in RelayedMessage message)
    {
    }

    /// <summary>An update of the client's room reached it.</summary>
    internal virtual void Updated(LoadClient client, in UpdateHead update, ReadOnlySpan<byte> patch)
    {
    }

    /// <summary>All that one read of the client's connection brought has been handed on.</summary>
    internal virtual void Handled(LoadClient client)
    {
    }

    /// <summary>The connection that the client left is closed.</summary>
    internal virtual void Ended(LoadClient client)
    {
    }

    /// <summary>The connection ended, and the client had not left; or it did not come about.</summary>
    internal virtual void Failed(LoadClient client, string why)
    {
    }
}
