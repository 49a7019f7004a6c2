using System.Diagnostics;
using System.Globalization;

namespace GameServer.Tests.Actors;

public sealed class DeterminismTests
{
    [Fact]
    public void The_same_seed_makes_the_same_trace()
    {
        var first = ActorRiot.Run(7);
        var second = ActorRiot.Run(7);

        first.Lines.Count.ShouldBeGreaterThan(1000);
        second.Lines.ShouldBe(first.Lines);
        second.Hash.ShouldBe(first.Hash);
    }

    [Fact]
    public void Other_seeds_make_other_traces() =>
        Enumerable.Range(1, 20).Select(seed => ActorRiot.Run((ulong)seed).Hash).ShouldBeUnique();

    [Fact]
    public async Task The_same_seed_makes_the_same_trace_in_another_process()
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add("exec");
        start.ArgumentList.Add(typeof(DeterminismTests).Assembly.Location);
        start.ArgumentList.Add(EntryPoint.ActorTrace);
        start.ArgumentList.Add("7");
        using var child = Process.Start(start).ShouldNotBeNull();

        var output = child.StandardOutput.ReadToEndAsync();
        var errors = child.StandardError.ReadToEndAsync();
        await child.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));

        (await errors).ShouldBeEmpty();
        (await output).Trim().ShouldBe(ActorRiot.Run(7).Hash.ToString("x16", CultureInfo.InvariantCulture));
    }
}
