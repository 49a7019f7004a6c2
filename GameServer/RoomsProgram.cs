using GameServer.Authoring;
using GameServer.Gateway;

namespace GameServer;

/// <summary>Carries out one command about stored rooms, beside a running server or without one. The process ends with it.</summary>
internal static class RoomsProgram
{
    /// <returns>The exit code: 0 done, 1 not; the reason is one line.</returns>
    /// <exception cref="ConfigurationException">The store's options are not right.</exception>
    internal static int Run(
        CommandLine.Answer.Rooms asked, Action<IRoomCatalog> rooms, TimeProvider time, TextWriter output, TextWriter error)
    {
        var catalog = new RoomCatalog();
        rooms(catalog);
        return StoreProgram.Run(
            asked.Entries,
            (_, store) => asked.Verb.RunAsync(
                new RoomsDesk(store.Rooms, catalog.ToClasses(), time.GetUtcNow(), new RandomIdSource(), output, asked.IsJson),
                CancellationToken.None),
            error);
    }
}
