using System.Data.Common;
using GameServer.Authoring;
using GameServer.Gateway;
using GameServer.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;

namespace GameServer;

/// <summary>Carries out one command about stored rooms, beside a running server or without one. The process ends with it.</summary>
internal static class RoomsProgram
{
    /// <returns>The exit code: 0 done, 1 not; the reason is one line.</returns>
    /// <exception cref="ConfigurationException">The store's options are not right.</exception>
    internal static int Run(
        CommandLine.Answer.Rooms asked, Action<IRoomCatalog> rooms, TimeProvider time, TextWriter output, TextWriter error)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(asked.Entries);
        var options = OptionsReader.Read<ServerOptions>(builder.Configuration.GetSection("GameServer"));
        var catalog = new RoomCatalog();
        rooms(catalog);
        try
        {
            var refusal = RunAsync(asked, options, catalog, time, output).GetAwaiter().GetResult();
            if (refusal is null)
            {
                return 0;
            }

            error.WriteLine($"GameServer: {refusal}");
        }
        catch (StoreStartException cause)
        {
            error.WriteLine($"GameServer: {cause.Message}");
        }
        catch (Exception cause) when (cause is DbException or TimeoutException)
        {
            error.WriteLine($"GameServer: the store failed: {cause.Message}");
        }

        return 1;
    }

    private static async Task<string?> RunAsync(
        CommandLine.Answer.Rooms asked, ServerOptions options, RoomCatalog catalog, TimeProvider time, TextWriter output)
    {
        var settings = new StoreSettings(options.Store, options.Data) { Access = StoreAccess.Beside };
        await using var store = await RoomStores.OpenAsync(settings, CancellationToken.None).ConfigureAwait(false);
        var desk = new RoomsDesk(store, catalog.ToClasses(), time.GetUtcNow(), new RandomIdSource(), output, asked.IsJson);
        return await asked.Verb.RunAsync(desk, CancellationToken.None).ConfigureAwait(false);
    }
}
