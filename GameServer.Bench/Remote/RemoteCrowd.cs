using System.Diagnostics;
using GameServer.Bench.Chaos;
using GameServer.Bench.Chaos.Oracle;
using GameServer.Bench.Chaos.Wire;
using GameServer.Bench.Load.Client;
using GameServer.Client;

namespace GameServer.Bench.Remote;

/// <summary>Players at one gateway, each alone in a volatile room.</summary>
internal sealed class RemoteCrowd : IAsyncDisposable
{
    private readonly List<GameClient> _clients = [];
    private readonly List<RoomHandle<ChaosState, ChaosCommand, ChaosEvent>> _rooms = [];
    private readonly Lock _gate = new();
    private int _answered;
    private ulong _number;

    internal Histogram Times { get; } = new();

    internal static async Task<RemoteCrowd> ComeAsync(Uri gateway, string name, int count)
    {
        var crowd = new RemoteCrowd();
        for (var index = 0; index < count; index++)
        {
            var client = await GameClient.ConnectAsync(gateway).ConfigureAwait(false);
            crowd._clients.Add(client);
            var definition = ChaosRoom.Definition(RoomKind.Volatile);
            crowd._rooms.Add(await client.JoinAsync(definition, JoinTarget.Key($"{name} {index}")).ConfigureAwait(false));
        }

        return crowd;
    }

    /// <summary>So many answers have come since this was asked last.</summary>
    internal int TakeAnswered() => Interlocked.Exchange(ref _answered, 0);

    /// <summary>So many commands a second of all together; done when all are answered.</summary>
    internal async Task PlayAsync(int pace, TimeSpan time)
    {
        List<Task> answers = [];
        var began = Stopwatch.GetTimestamp();
        for (var sent = 0; Stopwatch.GetElapsedTime(began) < time;)
        {
            var due = (int)(Stopwatch.GetElapsedTime(began).TotalSeconds * pace);
            for (; sent < due; sent++)
            {
                answers.Add(SendAsync(_rooms[sent % _rooms.Count]));
            }

            await Task.Delay(1).ConfigureAwait(false);
        }

        await Task.WhenAll(answers).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
        {
            await client.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task SendAsync(RoomHandle<ChaosState, ChaosCommand, ChaosEvent> room)
    {
        var began = Stopwatch.GetTimestamp();
        var command = new ChaosCommand { Writer = 1, Number = Interlocked.Increment(ref _number) };
        await room.SendAsync(command, CancellationToken.None).ConfigureAwait(false);
        var took = Stopwatch.GetElapsedTime(began);
        Interlocked.Increment(ref _answered);
        lock (_gate)
        {
            Times.Record((long)took.TotalNanoseconds);
        }
    }
}
