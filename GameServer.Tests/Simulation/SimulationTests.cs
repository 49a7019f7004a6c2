using System.Diagnostics;
using System.Globalization;
using Xunit.Abstractions;

namespace GameServer.Tests.Simulation;

/// <summary>
/// Whatever goes wrong, clients are served exactly once, in order, and everything works again afterwards. GAMESERVER_SIM_SEED runs one
/// seed and shows the end of its trace, GAMESERVER_SIM_SEEDS so many.
/// </summary>
[Collection(nameof(SimulationCollection))]
public sealed class SimulationTests(ITestOutputHelper output)
{
    private const int LinesShown = 400;

    // In so many each kind of fault happens.
    private const int Seeds = 60;

    [Fact]
    public void Whatever_goes_wrong_clients_are_served_exactly_once_and_in_order()
    {
        if (Number("GAMESERVER_SIM_SEED") is { } seed)
        {
            var outcome = Simulation.Run(seed, linesKept: LinesShown);
            output.WriteLine(string.Join('\n', outcome.Lines));
            output.WriteLine(outcome.ToString());
            outcome.Faults.ShouldBeEmpty();
            return;
        }

        var batch = SimBatch.Run(1, (int?)Number("GAMESERVER_SIM_SEEDS") ?? TestScale.Of(Seeds));

        output.WriteLine(batch.ToString());
        batch.Failed.ShouldBeEmpty(batch.ToString());
        if (batch.Seeds >= Seeds)
        {
            batch.Counts.Missing.ShouldBeEmpty("each kind of fault happens in a batch");
        }
    }

    [Fact]
    public void The_same_seed_makes_the_same_trace()
    {
        for (ulong seed = 1; seed <= 5; seed++)
        {
            Simulation.Run(seed).Hash.ShouldBe(Simulation.Run(seed).Hash);
        }
    }

    [Fact]
    public void Other_seeds_make_other_traces() =>
        Enumerable.Range(1, 10).Select(seed => Simulation.Run((ulong)seed).Hash).ShouldBeUnique();

    [Fact]
    public async Task The_same_seed_makes_the_same_trace_in_another_process()
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] arguments = ["exec", typeof(SimulationTests).Assembly.Location, EntryPoint.Simulate, "1", "5", "0"];
        Array.ForEach(arguments, start.ArgumentList.Add);
        using var child = Process.Start(start).ShouldNotBeNull();

        var lines = child.StandardOutput.ReadToEndAsync();
        var errors = child.StandardError.ReadToEndAsync();
        await child.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));

        (await errors).ShouldBeEmpty();
        var here = Enumerable.Range(1, 5).Select(seed => Simulation.Run((ulong)seed).ToString());
        (await lines).Trim().Split('\n').ShouldBe(here);
    }

    private static ulong? Number(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? ulong.Parse(value, CultureInfo.InvariantCulture) : null;
}
