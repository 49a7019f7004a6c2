using System.Diagnostics;
using GameServer.Bench.Chaos;
using GameServer.Bench.Chaos.Oracle;
using GameServer.Bench.Chaos.Wire;
using GameServer.Bench.Load.Client;
using GameServer.Client;
using GameServer.Protocol.V1;

namespace GameServer.Bench.Remote;

/// <summary>Players at one gateway, each alone in a volatile room.</summary>
internal sealed class RemoteCrowd : IAsyncDisposable
{
    private const int AsksAgainMs = 50;
    private static readonly TimeSpan JoinPatience = TimeSpan.FromSeconds(10);

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
            crowd._rooms.Add(await JoinAsync(client, $"{name} {index}").ConfigureAwait(false));
        }

        return crowd;
    }

    // A gateway that has just started may not have found the host yet.
    private static async Task<RoomHandle<ChaosState, ChaosCommand, ChaosEvent>> JoinAsync(GameClient client, string key)
    {
        for (var began = Stopwatch.GetTimestamp(); ;)
        {
            try
            {
                return await client.JoinAsync(ChaosRoom.Definition(RoomKind.Volatile), JoinTarget.Key(key)).ConfigureAwait(false);
            }
            catch (RequestRefusedException busy) when (busy.Code == ErrorCode.Busy && Stopwatch.GetElapsedTime(began) < JoinPatience)
            {
                await Task.Delay(AsksAgainMs).ConfigureAwait(false);
            }
        }
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
