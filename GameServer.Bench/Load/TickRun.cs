using GameServer.Bench.Load.Client;
using GameServer.Bench.Processes;
using GameServer.Games.Arena;
using GameServer.Protocol.Patches;
using GameServer.Protocol.V1;

namespace GameServer.Bench.Load;

/// <summary>Members of arenas: each steers its ship once, into circles, and from then on receives what all ships of its arena do.</summary>
internal sealed class TickRun : Run
{
    private const int Members = 10;
    private const long TickInterval = Clock.Second / 20;

    private readonly GameDialect _dialect;
    private readonly ArenaState _arena = new();

    internal TickRun(ChildServer server, Target target, int rooms)
        : base(server, target)
    {
        _dialect = new GameDialect(this, "arena");
        Enter(Enumerable.Range(0, rooms * Members)
            .Select(number => new LoadClient(number, new RoomPlace(number / Members, number % Members, 0), _dialect)));
    }

    /// <summary>How far the times between two updates of a member are from a tick's length.</summary>
    internal Histogram OffBeat { get; } = new();

    /// <summary>What the whole state of one arena has when encoded.</summary>
    internal int StateBytes => _arena.CalculateSize();

    internal void Begin()
    {
        foreach (var client in Clients)
        {
            client.Sent++;
            GameFrames.Steer(client);
            Fleet.Flush(client);
        }
    }

    internal IReadOnlyList<string> Faults()
    {
        var broken = Clients.Sum(client => client.Chain.Broken);
        var unanswered = Clients.Count(client => client.Answered != client.Sent || client.WrongAnswers > 0);
        return
        [
            .. ConnectionFaults(),
            .. broken == 0 ? [] : new[] { $"{broken} updates did not follow one another" },
            .. unanswered == 0 ? [] : new[] { $"{unanswered} commands were not applied" },
        ];
    }

    internal override void Updated(LoadClient client, in UpdateHead update, ReadOnlySpan<byte> patch)
    {
        // One member's view of one arena is enough to know how large such a state is.
        if (client.Number == 0 && !IsMeasuring)
        {
            StatePatchApplier.Apply(_arena, StatePatch.Parser.ParseFrom(patch));
        }

        Counted++;
        if (IsMeasuring && client.Mark > 0)
        {
            OffBeat.Record(Math.Abs(Fleet.Now - client.Mark - TickInterval));
        }

        client.Mark = Fleet.Now;
    }
}
