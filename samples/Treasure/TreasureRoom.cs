using System.Globalization;
using GameServer.Authoring;

namespace Treasure;

/// <summary>An island to dig up: sand is quick, rock pays. With the last chest the tide comes in; then another island rises.</summary>
public sealed class TreasureRoom : Room<TreasureState, TreasureCommand, TreasureEvent>
{
    /// <summary>What listings and join-by-properties know the chests by that are still buried.</summary>
    public const string ChestsProperty = "chests";

    private const string Tide = "tide";

    private static readonly TimeSpan _ebb = 8.Seconds();

    public override RoomSettings Settings { get; } = new() { MaxMembers = 12, Grace = 60.Seconds() };

    protected override void OnCreated() => NextIsland();

    protected override void OnJoined(Player player) => State.Diggers[player.Number] = new Digger { Name = player.Name };

    protected override void OnCommand(Player player, TreasureCommand command)
    {
        switch (command.KindCase)
        {
            case TreasureCommand.KindOneofCase.Dig:
                StartToDig(player, command.Dig);
                break;
            case TreasureCommand.KindOneofCase.None:
                Reject("This game knows one command: dig.");
                break;
        }
    }

    protected override void OnTimer(string key, TreasureCommand command)
    {
        if (key == Tide)
        {
            NextIsland();
        }
        else
        {
            OpenHole(command.Dig.Square);
        }
    }

    /// <summary>Whoever goes drops the spade, but keeps the coins.</summary>
    protected override void OnAway(Player player)
    {
        StopDigging(player.Number);
        State.Diggers[player.Number].Away = true;
    }

    protected override void OnBack(Player player) => State.Diggers[player.Number].Away = false;

    protected override void OnLeft(Player player, LeaveReason reason)
    {
        StopDigging(player.Number);
        State.Diggers.Remove(player.Number);
    }

    private void StartToDig(Player player, Dig dig)
    {
        if (WhyNot(player, dig.Square) is { } reason)
        {
            Reject(reason);
            return;
        }

        var time = Island.DigTime(State.Squares[dig.Square].Ground);
        State.Diggers[player.Number].Square = dig.Square;
        State.Diggers[player.Number].DigMs = (uint)time.TotalMilliseconds;
        Schedule(SpadeOf(player.Number), time, new TreasureCommand { Dig = dig });
    }

    private string? WhyNot(Player player, uint square)
    {
        if (State.Chests == 0)
        {
            return "The tide is coming in: wait for the next island.";
        }

        if (State.Diggers[player.Number].Square != 0)
        {
            return "You have one spade only, and it is in the ground.";
        }

        if (!State.Squares.TryGetValue(square, out var place))
        {
            return "There is nothing but the sea.";
        }

        if (place.Open)
        {
            return "There is a hole already.";
        }

        return State.Diggers.Values.Any(digger => digger.Square == square) ? "Somebody is digging there." : null;
    }

    private void OpenHole(uint number)
    {
        var (player, digger) = State.Diggers.Single(row => row.Value.Square == number);
        var square = State.Squares[number];
        var closed = State.Squares.Values.Count(each => !each.Open);
        digger.Square = 0;
        square.Open = true;

        // The same odds as if the chests had been buried beforehand, and the last squares are sure to hold the last chests.
        if (Random.Next(closed) < State.Chests)
        {
            square.Coins = Island.Coins(square.Ground);
            digger.Coins += square.Coins;
            SetChests(State.Chests - 1);
            Broadcast(new TreasureEvent { Found = new Found { Player = player, Square = number, Coins = square.Coins } });
        }

        if (State.Chests == 0)
        {
            LetTheTideIn();
        }
    }

    private void LetTheTideIn()
    {
        foreach (var player in Players)
        {
            StopDigging(player.Number);
        }

        var (winner, best) = State.Diggers.MaxBy(row => row.Value.Coins);
        Broadcast(new TreasureEvent { Flooded = new Flooded { Winner = winner, Coins = best.Coins } });
        Schedule(Tide, _ebb, new TreasureCommand());
    }

    private void NextIsland()
    {
        foreach (var digger in State.Diggers.Values)
        {
            digger.Coins = 0;
        }

        State.Island++;
        Island.Raise(State, Random);
        SetChests(Island.Chests);
    }

    private void SetChests(uint chests)
    {
        State.Chests = chests;
        Properties[ChestsProperty] = chests.ToString(CultureInfo.InvariantCulture);
    }

    private void StopDigging(uint player)
    {
        Cancel(SpadeOf(player));
        State.Diggers[player].Square = 0;
    }

    private static string SpadeOf(uint player) => string.Create(CultureInfo.InvariantCulture, $"spade {player}");
}
