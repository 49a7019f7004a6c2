using GameServer.Authoring;

namespace GameServer.Games.Arena;

/// <summary>Real-time play at 20 ticks per second: ships that turn, thrust and shoot in a square that wraps around.</summary>
internal sealed class ArenaRoom : Room<ArenaState, ArenaCommand, ArenaEvent>
{
    internal const uint Side = 1_600;
    private const int StepMsMax = 250;

    public override RoomSettings Settings { get; } = new()
    {
        MaxMembers = 64,
        TickRate = 20,
        // A few seconds of flight are no loss worth a write at every tick.
        Durability = Durability.Periodic(5.Seconds()),
        Grace = TimeSpan.FromSeconds(60),
    };

    protected override void OnCreated()
    {
        State.Width = Side;
        State.Height = Side;
    }

    protected override void OnJoined(Player player)
    {
        Hangar.FillWithBots(State, Players.Count, Random);
        Hangar.Launch(State, player.Number, CleanText.NameOr(player.Name, $"Pilot {player.Number}"), bot: false, Random);
    }

    protected override void OnCommand(Player player, ArenaCommand command)
    {
        switch (command.KindCase)
        {
            case ArenaCommand.KindOneofCase.Steer:
                Flight.Steer(State.Ships[player.Number], command.Steer.Turn, command.Steer.Thrust, command.Steer.Fire);
                break;
            case ArenaCommand.KindOneofCase.Rename:
                Rename(player, CleanText.Name(command.Rename.Name));
                break;
            case ArenaCommand.KindOneofCase.None:
                Reject("The arena knows the commands steer and rename.");
                break;
        }
    }

    protected override void OnTick(Tick tick)
    {
        // After a stall the arena goes on from where it stood instead of leaping.
        var elapsedMs = (int)Math.Clamp(tick.Elapsed.TotalMilliseconds, 1, StepMsMax);
        State.ClockMs += (ulong)elapsedMs;
        BotPilot.Steer(State, Random);
        Flight.Advance(State, elapsedMs);
        foreach (var happened in Gunnery.Advance(State, elapsedMs))
        {
            Broadcast(happened);
        }

        Gunnery.Fire(State);
        Hangar.Respawn(State, Random);
    }

    protected override void OnAway(Player player)
    {
        var ship = State.Ships[player.Number];
        ship.Away = true;
        Flight.Steer(ship, turn: 0, thrust: false, fire: false);
    }

    protected override void OnBack(Player player) => State.Ships[player.Number].Away = false;

    protected override void OnLeft(Player player, LeaveReason reason)
    {
        State.Ships.Remove(player.Number);
        Hangar.FillWithBots(State, Players.Count, Random);
    }

    private void Rename(Player player, string name)
    {
        if (name.Length == 0)
        {
            Reject("A name needs at least one visible character.");
            return;
        }

        State.Ships[player.Number].Name = name;
    }
}
