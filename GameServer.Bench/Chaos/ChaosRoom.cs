using GameServer.Authoring;
using GameServer.Bench.Chaos.Wire;
using GameServer.Bench.Journals;
using GameServer.Client;

namespace GameServer.Bench.Chaos;

/// <summary>Takes down every command and tells everybody of it, and on which node. All on its own turn.</summary>
internal abstract class ChaosRoom(string host) : Room<ChaosState, ChaosCommand, ChaosEvent>
{
    /// <summary>Of a room's type, for clients.</summary>
    internal static RoomDefinition<ChaosState, ChaosCommand, ChaosEvent> Definition(string type) =>
        new(type, ChaosState.Parser, ChaosEvent.Parser);

    protected override void OnActivated() => State.Host = host;

    protected override void OnCommand(Player player, ChaosCommand command)
    {
        State.Count++;
        State.Hash = LedgerStanding.HashAfter(State.Hash, new LedgerLine(command.Writer, command.Number));
        State.Last[command.Writer] = command.Number;
        var told = new ChaosEvent { Writer = command.Writer, Number = command.Number, Count = State.Count, Host = host };
        Broadcast(told);
        Reply(told);
    }
}

/// <summary>Nothing that anybody saw is ever lost.</summary>
internal sealed class CommittedChaosRoom(ServerOptions options) : ChaosRoom(options.NodeName)
{
    internal const string Type = "chaos-committed";

    public override RoomSettings Settings { get; } = new()
    {
        MaxMembers = 64,
        Durability = Durability.Committed,
        Grace = TimeSpan.FromMinutes(5),
    };
}

/// <summary>A crash takes it back by a second at most, and its members are told.</summary>
internal sealed class PeriodicChaosRoom(ServerOptions options) : ChaosRoom(options.NodeName)
{
    internal const string Type = "chaos-periodic";

    public override RoomSettings Settings { get; } = new()
    {
        MaxMembers = 64,
        Durability = Durability.Periodic(TimeSpan.FromSeconds(1)),
        Grace = TimeSpan.FromMinutes(5),
    };
}

/// <summary>It dies with its node, and its members are told.</summary>
internal sealed class VolatileChaosRoom(ServerOptions options) : ChaosRoom(options.NodeName)
{
    internal const string Type = "chaos-volatile";

    public override RoomSettings Settings { get; } = new() { MaxMembers = 64, Grace = TimeSpan.FromMinutes(5) };
}
