using GameServer.Storage;

namespace GameServer;

/// <summary>The store that the options name.</summary>
internal static class StoreChoice
{
    private const int PostgresCommitters = 2;

    /// <summary>Opens it; what it offers is closed with its rooms' part.</summary>
    /// <exception cref="ConfigurationException">It cannot be opened; the message is one line.</exception>
    internal static StorePorts Open(ServerOptions options)
    {
        try
        {
            var settings = new StoreSettings(options.Store, options.Data);
            return Task.Run(() => RoomStores.OpenPortsAsync(settings, CancellationToken.None)).GetAwaiter().GetResult();
        }
        catch (StoreStartException cause)
        {
            throw new ConfigurationException(cause.Message);
        }
    }

    /// <summary>How many committers it gets. A SQLite file has one writer.</summary>
    internal static int Committers(ServerOptions options) =>
        options.Storage.Committers > 0 ? options.Storage.Committers
        : options.Store is "" or StoreSettings.Memory ? 1
        : PostgresCommitters;
}
