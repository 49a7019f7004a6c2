using GameServer.Authoring;
using GameServer.Bench.Chaos.Oracle;
using GameServer.Bench.Chaos.Wire;
using GameServer.Bench.Journals;
using GameServer.Client;

namespace GameServer.Bench.Chaos;

/// <summary>Which process this is, of all that the tool has started; rooms tell their members.</summary>
internal sealed record ProcessLife(uint Number);

/// <summary>Takes down every command, and tells everybody of it and of the process that applied it. All on its own turn.</summary>
internal abstract class ChaosRoom(ProcessLife life, Durability durability) : Room<ChaosState, ChaosCommand, ChaosEvent>
{
    public override RoomSettings Settings { get; } = new()
    {
        MaxMembers = 64,
        Durability = durability,
        Grace = TimeSpan.FromMinutes(10),
        HashEvery = 8,
        EmptyLifetime = TimeSpan.FromMinutes(10),
    };

    internal static RoomDefinition<ChaosState, ChaosCommand, ChaosEvent> Definition(RoomKind kind) =>
        new(Name(kind), ChaosState.Parser, ChaosEvent.Parser);

    internal static void Register(IRoomCatalog rooms) => rooms
        .Add<CommittedChaosRoom>(Name(RoomKind.Committed))
        .Add<PeriodicChaosRoom>(Name(RoomKind.Periodic))
        .Add<VolatileChaosRoom>(Name(RoomKind.Volatile));

    protected override void OnCommand(Player player, ChaosCommand command)
    {
        if (!State.Tallies.TryGetValue(command.Writer, out var tally))
        {
            State.Tallies[command.Writer] = tally = new ChaosTally();
        }

        State.Count++;
        State.Hash = LedgerStanding.HashAfter(State.Hash, new LedgerLine(command.Writer, command.Number));
        tally.Count++;
        tally.Last = command.Number;
        var told = new ChaosEvent { Writer = command.Writer, Number = command.Number, Count = State.Count, Life = life.Number };
        Broadcast(told);
        Reply(told);
    }

    private static string Name(RoomKind kind) => kind switch
    {
        RoomKind.Committed => "chaos-committed",
        RoomKind.Periodic => "chaos-periodic",
        RoomKind.Volatile => "chaos-volatile",
    };
}

/// <summary>Nothing that anybody saw is ever lost.</summary>
internal sealed class CommittedChaosRoom(ProcessLife life) : ChaosRoom(life, Durability.Committed);

/// <summary>A crash takes it back by a second at most, and its members are told.</summary>
internal sealed class PeriodicChaosRoom(ProcessLife life) : ChaosRoom(life, Durability.Periodic(TimeSpan.FromSeconds(1)));

/// <summary>It dies with its node, and its members are told.</summary>
internal sealed class VolatileChaosRoom(ProcessLife life) : ChaosRoom(life, Durability.Volatile);
