using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Hosting;

namespace GameServer.Bench.Soak;

/// <summary>
/// In the process of a soak's server: answers what the tool asks over the process's own input and output, which nobody else has. It reads
/// the parts of the server; the server knows nothing of it.
/// </summary>
internal sealed class SoakGauge(Node node, LeapingClock clock) : IHostedService
{
    /// <summary>Begins the line of an answer.</summary>
    internal const string Answer = "SOAK ";

    /// <summary>What is held now.</summary>
    internal const string Look = "look";

    /// <summary>What is held when all garbage is collected.</summary>
    internal const string Collect = "collect";

    /// <summary>The clock is put forward by so many seconds.</summary>
    internal const string Leap = "leap";

    private const int Orphaned = 4;
    private const int CollectionsMax = 3;

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken)
    {
        new Thread(AnswerAll) { IsBackground = true, Name = "soak" }.Start();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // Whoever started this process holds the other end, and lets go of it however it ends.
    private void AnswerAll()
    {
        while (Console.In.ReadLine() is { } asked)
        {
            switch (asked.Split(' '))
            {
                case [Leap, var seconds]:
                    clock.Leap(TimeSpan.FromSeconds(long.Parse(seconds, CultureInfo.InvariantCulture)));
                    break;
                case [Collect]:
                    CollectAll();
                    break;
                case [Look]:
                    break;
                default:
                    throw new InvalidOperationException($"Nobody knows the answer to '{asked}'.");
            }

            Console.Out.WriteLine(Answer + JsonSerializer.Serialize(Read()));
        }

        Environment.Exit(Orphaned);
    }

    // What a finalizer lets go of is garbage of the next collection.
    private static void CollectAll()
    {
        for (var collections = 0; collections < CollectionsMax; collections++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }
    }

    private SoakReading Read() => new()
    {
        ManagedBytes = GC.GetTotalMemory(forceFullCollection: false),
        ResidentBytes = Environment.WorkingSet,
        Descriptors = Directory.GetFileSystemEntries("/proc/self/fd").Length,
        Threads = Directory.GetDirectories("/proc/self/task").Length,
        Timers = Timer.ActiveCount + clock.Waiting + node.Core.Actors.Timers.Count,
        Connections = node.Connections.Count,
        Sessions = node.Core.Sessions.Count,
        Rooms = node.Core.Rooms.Count,
        Actors = node.Core.Actors.Count,
    };
}
