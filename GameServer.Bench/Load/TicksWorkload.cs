using GameServer.Bench.Load.Client;
using GameServer.Bench.Processes;
using GameServer.Bench.Rooms;

namespace GameServer.Bench.Load;

/// <summary>
/// Rooms that tick 20 times a second with nothing to say: what a tick costs. The server is the same one, hosted with such a room.
/// </summary>
internal sealed class TicksWorkload(string name, int rooms) : Workload(name)
{
    internal override bool HasBaseline => false;

    internal override ServerProgram Program(Target target, LoadOptions options) => ServerProgram.GameServerWithBenchRooms();

    internal override RunResult Run(ChildServer server, Target target, LoadOptions options, int round)
    {
        var scaled = options.Scaled(rooms);
        using var run = new TicksRun(server, target, scaled);
        run.WatchFeed();
        run.KeepBusy(options.WarmUpSeconds);
        var (before, after) = run.Measure(options);
        var seconds = (after.At - before.At) / (double)Clock.Second;
        var ticks = scaled * StillRoom.TickRate * seconds;
        var figures = new Figures();
        figures.Add("rooms", scaled);
        figures.Add("cpuMicrosPerTick", (after.ServerCpu - before.ServerCpu) / 1e3 / ticks);
        figures.Add("ticksDuePerSecond", ticks / seconds);
        figures.AddProcess(before, after, server.ResidentKb);
        if (before.Feed is not null && after.Feed is not null)
        {
            var counted = after.Feed.Since(before.Feed);
            figures.Add("turnsPerSecond", counted.Turns / seconds);
            figures.Add("cpuMicrosPerTurn", (after.ServerCpu - before.ServerCpu) / 1e3 / counted.Turns);
            figures.Add("allocatedBytesPerTick", counted.AllocatedBytes / ticks);
        }

        return new RunResult(figures, run.Faults());
    }
}
