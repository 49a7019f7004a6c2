using GameServer.Authoring;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace GameServer;

/// <summary>Runs a game server with your rooms.</summary>
public static class GameServerHost
{
    /// <summary>
    /// Reads the configuration, starts the server and runs it until the process is told to stop; or, when the command line says
    /// <c>rooms</c> or <c>drain</c>, does what it says with the stored rooms or a node of the cluster.
    /// </summary>
    /// <param name="args">The command line; --help lists the options.</param>
    /// <param name="rooms">Registers the room types.</param>
    /// <param name="services">Registers what the rooms' constructors want.</param>
    /// <returns>
    /// The exit code: 0 after an orderly stop or a command that was done, 1 when the configuration is wrong or the command could not be
    /// done, 2 when the command line is wrong.
    /// </returns>
    public static int Run(string[] args, Action<IRoomCatalog> rooms, Action<IServiceCollection>? services = null)
    {
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(rooms);
        ProcessSettings.Apply();
        try
        {
            var asked = CommandLine.Read(args, TimeProvider.System.GetUtcNow(), Console.Out, Console.Error);
            if (asked is CommandLine.Answer.Done done)
            {
                return done.ExitCode;
            }

            if (asked is CommandLine.Answer.Rooms about)
            {
                return RoomsProgram.Run(about, rooms, TimeProvider.System, Console.Out, Console.Error);
            }

            if (asked is CommandLine.Answer.Drain drain)
            {
                return DrainProgram.Run(drain, TimeProvider.System, Console.Out, Console.Error);
            }

            using var app = ServerBuilder.Build(((CommandLine.Answer.Start)asked).Entries, rooms, services);
            app.Run();
            return 0;
        }
        catch (ConfigurationException wrong)
        {
            Console.Error.WriteLine($"GameServer: {wrong.Message}");
            return 1;
        }
        catch (IOException cause)
        {
            Console.Error.WriteLine($"GameServer: {cause.Message}");
            return 1;
        }
    }
}
