using System.Data.Common;
using GameServer.Gateway;
using GameServer.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;

namespace GameServer;

/// <summary>Carries out one command about what is stored, beside running servers or without one. The process ends with it.</summary>
internal static class StoreProgram
{
    /// <param name="entries">Configuration entries over all others.</param>
    /// <param name="act">What to do; says why it was not done, as a sentence, or null.</param>
    /// <param name="error">Gets the reason, as one line.</param>
    /// <returns>The exit code: 0 done, 1 not.</returns>
    /// <exception cref="ConfigurationException">The store's options are not right.</exception>
    internal static int Run(
        IReadOnlyDictionary<string, string?> entries, Func<ServerOptions, StorePorts, Task<string?>> act, TextWriter error)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(entries);
        var options = OptionsReader.Read<ServerOptions>(builder.Configuration.GetSection("GameServer"));
        try
        {
            var refusal = RunAsync(options, act).GetAwaiter().GetResult();
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

    private static async Task<string?> RunAsync(ServerOptions options, Func<ServerOptions, StorePorts, Task<string?>> act)
    {
        var settings = new StoreSettings(options.Store, options.Data) { Access = StoreAccess.Beside };
        var ports = await RoomStores.OpenPortsAsync(settings, CancellationToken.None).ConfigureAwait(false);
        await using var rooms = ports.Rooms.ConfigureAwait(false);
        return await act(options, ports).ConfigureAwait(false);
    }
}
