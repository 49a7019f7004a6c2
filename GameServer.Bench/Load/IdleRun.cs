using GameServer.Bench.Load.Client;
using GameServer.Bench.Processes;

namespace GameServer.Bench.Load;

/// <summary>Clients that say Hello, answer pings, and are silent.</summary>
internal sealed class IdleRun : Run
{
    private const int PerAddress = 4_000;
    private const int FirstAddress = 2;

    private readonly Dialect _dialect;

    internal IdleRun(ChildServer server, Target target)
        : base(server, target) =>
        _dialect = target == Target.Baseline ? new BaselineDialect(this) : new SilentDialect(this);

    internal void GrowTo(int connections) => Enter(
        Enumerable.Range(Clients.Count, connections - Clients.Count)
            .Select(number => new LoadClient(
                number, new RoomPlace(number, 0, 0), _dialect, (byte)(FirstAddress + (number / PerAddress)))));

    internal IReadOnlyList<string> Faults() => [.. ConnectionFaults()];

    private sealed class SilentDialect(ClientEvents events) : GameDialect(events, roomType: null)
    {
        internal override void Beat(LoadClient client)
        {
        }
    }
}
