using System.Diagnostics;
using GameServer.Bench.Load;

namespace GameServer.Bench.Soak;

/// <summary>Cycle after cycle on one server, whose process is killed once in the middle.</summary>
internal sealed class SoakRun(SoakOptions options, TextWriter progress)
{
    private readonly SoakReport _report = new(options);
    private readonly long _began = Stopwatch.GetTimestamp();

    /// <exception cref="BenchFailure">It could not be run.</exception>
    internal async Task<SoakReport> RunAsync()
    {
        using var server = new SoakServer(options.Leaks);
        await server.StartAsync().ConfigureAwait(false);
        for (var number = 1; !IsOver(server.Life); number++)
        {
            var cycle = new SoakCycle(server, options, _report.Tally, number);
            await cycle.PlayAsync(kills: !options.IsSpared && server.Life == 1 && IsHalfOver).ConfigureAwait(false);
            var reading = await cycle.RestAsync().ConfigureAwait(false);
            _report.Add(server.Life, reading, cycle);
            progress.WriteLine($"cycle {number}, process {server.Life}, {Elapsed.TotalSeconds:N0} s: {SoakReport.Line(reading)}");
        }

        _report.Length = Elapsed;
        return _report;
    }

    private TimeSpan Elapsed => Stopwatch.GetElapsedTime(_began);

    private bool IsHalfOver => options.Cycles is { } cycles
        ? _report.CyclesOf(1) >= cycles
        : Elapsed > TimeSpan.FromMinutes(options.Minutes / 2);

    private bool IsOver(uint life) => options.Cycles is { } cycles
        ? _report.CyclesOf(life) >= cycles && (options.IsSpared || life == 2)
        : Elapsed > TimeSpan.FromMinutes(options.Minutes);
}
