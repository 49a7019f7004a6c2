using System.Security.Cryptography;
using GameServer.Bench.Chaos.Nodes;
using GameServer.Bench.Load;
using GameServer.Bench.Processes;

namespace GameServer.Bench.Remote;

/// <summary>
/// Two nodes of a cluster, of which one runs all rooms: players at its own gateway and players at the other's send by turns, so that both
/// are measured in one run.
/// </summary>
internal sealed class RemoteRun : IAsyncDisposable
{
    private const int KeyBytes = 32;

    private readonly PostgresProcess _postgres = PostgresProcess.Start();
    private readonly ChaosNode _host;
    private readonly ChaosNode _gateway;

    internal RemoteRun()
    {
        var settings = new NodeSettings
        {
            Store = _postgres.NewSchema("remote"),
            Key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes)),
            Roles = "gateway,host",
        };
        _host = new ChaosNode(0, settings);
        _gateway = new ChaosNode(1, settings with { Roles = "gateway" });
    }

    private long CpuNanoseconds => _host.CpuNanoseconds + _gateway.CpuNanoseconds;

    /// <exception cref="BenchFailure">A node did not start.</exception>
    internal async Task<RemoteFigures> MeasureAsync(int clients, int pace, int rounds, TimeSpan time, TextWriter progress)
    {
        var started = await Task.WhenAll(_host.StartAsync(), _gateway.StartAsync()).ConfigureAwait(false);
        if (!started.All(static ready => ready))
        {
            throw new BenchFailure($"A node did not start. It said:\n{_host.Tail}\n{_gateway.Tail}");
        }

        await using var near = await RemoteCrowd.ComeAsync(_host.Gateway, "near", clients).ConfigureAwait(false);
        await using var far = await RemoteCrowd.ComeAsync(_gateway.Gateway, "far", clients).ConfigureAwait(false);
        var figures = new RemoteFigures();
        for (var round = 0; round <= rounds; round++)
        {
            // What compiles in the first is not what it costs.
            var isWarmup = round == 0;
            figures.Idle.Add(await TurnAsync(() => Task.Delay(time), static () => 0, isWarmup).ConfigureAwait(false));
            figures.Near.Add(await TurnAsync(() => near.PlayAsync(pace, time), near.TakeAnswered, isWarmup).ConfigureAwait(false));
            figures.Far.Add(await TurnAsync(() => far.PlayAsync(pace, time), far.TakeAnswered, isWarmup).ConfigureAwait(false));
            progress.WriteLine($"round {round} of {rounds}{(isWarmup ? ", for warmth" : "")}");
            if (isWarmup)
            {
                near.Times.Clear();
                far.Times.Clear();
            }
        }

        (figures.NearTimes, figures.FarTimes) = (near.Times, far.Times);
        return figures;
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        _host.Dispose();
        _gateway.Dispose();
        _postgres.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<RemoteTurn> TurnAsync(Func<Task> play, Func<int> answered, bool isWarmup)
    {
        var before = CpuNanoseconds;
        await play().ConfigureAwait(false);
        var cpu = CpuNanoseconds - before;
        var count = answered();
        return isWarmup ? default : new RemoteTurn(cpu, count);
    }
}
