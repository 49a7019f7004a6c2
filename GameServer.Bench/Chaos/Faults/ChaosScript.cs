using GameServer.Bench.Chaos.Nodes;
using GameServer.Bench.Chaos.Oracle;

namespace GameServer.Bench.Chaos.Faults;

/// <summary>Does to the cluster what a plan says, one step after another, and writes down when. All nodes serve again at its end.</summary>
internal sealed class ChaosScript(ChaosWorld world, TextWriter progress)
{
    private static readonly TimeSpan CompoundDelay = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan StartAgain = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan LinkDelay = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(3);

    private volatile bool _isDatabaseAway;

    internal async Task RunAsync(IReadOnlyList<FaultStep> plan, TimeSpan length)
    {
        // A room that is stored every second has not been yet: who came into it would be told, rightly, that it never was there.
        await Task.Delay(Calm).ConfigureAwait(false);
        var began = world.Clock.Now;
        foreach (var step in plan)
        {
            await UntilAsync(began + step.At).ConfigureAwait(false);
            await MendAsync().ConfigureAwait(false);
            Say(step.ToString());
            var kill = step.AlsoKill is { } other ? KillAsync(world.Nodes[other], CompoundDelay, StartAgain) : Task.CompletedTask;
            await DoAsync(step).ConfigureAwait(false);
            await kill.ConfigureAwait(false);
        }

        await UntilAsync(began + length - Calm).ConfigureAwait(false);
        await MendAsync().ConfigureAwait(false);
        await Task.Delay(Calm).ConfigureAwait(false);
        await MendAsync().ConfigureAwait(false);
    }

    /// <summary>Stops every node in turn, as a deploy does, and starts it again.</summary>
    /// <param name="between">How long everything is left alone between two nodes.</param>
    /// <param name="deadline">How long a node may take to end.</param>
    /// <returns>The longest that a node took.</returns>
    internal async Task<TimeSpan> RollAsync(TimeSpan between, TimeSpan deadline)
    {
        var longest = TimeSpan.Zero;
        foreach (var node in world.Nodes)
        {
            await Task.Delay(between).ConfigureAwait(false);
            Say($"stop {node.Name}");
            var (at, life) = (world.Clock.Now, node.Life);
            var code = await node.StopAsync(deadline).ConfigureAwait(false);
            var took = world.Clock.Now - at;
            longest = took > longest ? took : longest;
            if (code != 0)
            {
                var why = code is { } wrong ? $"it ended with {wrong}" : $"it did not end within {deadline.TotalSeconds} s";
                world.Add(new Trouble.Fell(world.Clock.Now, node.Index, $"told to stop, {why}; it said:\n{node.Tail}"));
                node.Kill();
            }

            Say($"{node.Name} has ended after {took.TotalSeconds:N2} s; start it");
            await StartAsync(node).ConfigureAwait(false);
            world.Add(new Trouble.Stopped(at, world.Clock.Now, node.Index, life));
        }

        await Task.Delay(between).ConfigureAwait(false);
        return longest;
    }

    private Task DoAsync(FaultStep step) => step.Mode switch
    {
        FaultMode.Kill => KillAsync(world.Nodes[step.Node], TimeSpan.Zero, step.For),
        FaultMode.Freeze => FreezeAsync(world.Nodes[step.Node], step.For),
        FaultMode.CutLinks or FaultMode.HoldLinks or FaultMode.SlowLinks => TroubleLinksAsync(world.Nodes[step.Node], step),
        FaultMode.StopDatabase => StopDatabaseAsync(step.For),
    };

    private async Task KillAsync(ChaosNode node, TimeSpan delay, TimeSpan dead)
    {
        await Task.Delay(delay).ConfigureAwait(false);
        var (at, life) = (world.Clock.Now, node.Life);
        node.Kill();
        world.Crowd.Nudge();
        await Task.Delay(dead).ConfigureAwait(false);
        await StartAsync(node).ConfigureAwait(false);
        world.Add(new Trouble.Killed(at, world.Clock.Now, node.Index, life));
    }

    private async Task FreezeAsync(ChaosNode node, TimeSpan time)
    {
        var (at, life) = (world.Clock.Now, node.Life);
        node.Freeze();
        world.Crowd.Nudge();
        await Task.Delay(time).ConfigureAwait(false);
        node.Thaw();
        world.Add(new Trouble.Frozen(at, world.Clock.Now, node.Index, life));
    }

    private async Task TroubleLinksAsync(ChaosNode node, FaultStep step)
    {
        var at = world.Clock.Now;
        LinkWeather[] ways = step.Direction switch
        {
            LinkDirection.Both => [node.Relay.There, node.Relay.Back],
            LinkDirection.There => [node.Relay.There],
            LinkDirection.Back => [node.Relay.Back],
        };
        if (step.Mode == FaultMode.CutLinks)
        {
            node.Relay.Cut();
        }
        else if (step.Mode == FaultMode.HoldLinks)
        {
            Array.ForEach(ways, static way => way.Hold());
        }
        else
        {
            Array.ForEach(ways, static way => way.Delay = LinkDelay);
        }

        await Task.Delay(step.For).ConfigureAwait(false);
        node.Relay.Clear();
        world.Add(new Trouble.Links(at, world.Clock.Now, node.Index));
    }

    private async Task StopDatabaseAsync(TimeSpan time)
    {
        if (world.Postgres is not { } database)
        {
            return;
        }

        var at = world.Clock.Now;
        _isDatabaseAway = true;
        await Task.Run(database.Stop).ConfigureAwait(false);
        await Task.Delay(time).ConfigureAwait(false);
        await Task.Run(database.StartAgain).ConfigureAwait(false);
        _isDatabaseAway = false;
        world.Add(new Trouble.Database(at, world.Clock.Now));
    }

    /// <summary>A node may end at its start while there is no database, as a service does that is started again until it stays.</summary>
    private async Task StartAsync(ChaosNode node)
    {
        for (var began = world.Clock.Now; ;)
        {
            if (await node.StartAsync().ConfigureAwait(false))
            {
                return;
            }

            if (!_isDatabaseAway)
            {
                world.Add(new Trouble.Fell(
                    world.Clock.Now, node.Index, $"it ended with {node.ExitCode} when it was started; it said:\n{node.Tail}"));
            }

            if (world.Clock.Now - began > StartPatience)
            {
                return;
            }

            await Task.Delay(StartAgain).ConfigureAwait(false);
        }
    }

    private async Task MendAsync()
    {
        foreach (var node in world.Nodes.Where(node => !node.Runs))
        {
            Say($"{node.Name} has ended by itself");
            world.Add(new Trouble.Fell(
                world.Clock.Now, node.Index, $"it ended with {node.ExitCode}, and nobody had asked it to; it said:\n{node.Tail}"));
            await StartAsync(node).ConfigureAwait(false);
        }
    }

    private Task UntilAsync(TimeSpan time) => time > world.Clock.Now ? Task.Delay(time - world.Clock.Now) : Task.CompletedTask;

    private void Say(string what) => progress.WriteLine($"[{world.Clock.Now.TotalSeconds,6:N1} s] {what.Trim()}");
}
