using System.Globalization;
using GameServer.Authoring;

namespace GameServer.Games.TicTacToe;

/// <summary>
/// Turn-based and tickless: two players, any number of spectators, round after round. A correspondence game: the two seats are kept for
/// days, and the table sleeps while nobody is there.
/// </summary>
internal sealed class TicTacToeRoom : Room<TicTacToeState, TicTacToeCommand, TicTacToeEvent>
{
    internal const string FreeSeatsProperty = "free_seats";
    internal const string PlayersHereProperty = "players_here";

    /// <summary>How long a spectator may be away; the grace is for those who play.</summary>
    internal static readonly TimeSpan SpectatorGrace = TimeSpan.FromMinutes(10);

    public override RoomSettings Settings { get; } = new()
    {
        MaxMembers = 100,
        Durability = Durability.Committed,
        Grace = TimeSpan.FromDays(7),
        EmptyLifetime = TimeSpan.FromSeconds(30),
    };

    protected override void OnCreated() => ShowSeats();

    protected override void OnJoined(Player player)
    {
        State.People[player.Number] = new Person { Name = CleanText.NameOr(player.Name, $"Player {player.Number}") };
        if (Match.FreeSeats(State) > 0)
        {
            Match.Sit(State, player.Number);
        }

        ShowSeats();
    }

    protected override void OnCommand(Player player, TicTacToeCommand command)
    {
        var refusal = command.KindCase switch
        {
            TicTacToeCommand.KindOneofCase.Move => Move(player, command.Move.Cell),
            TicTacToeCommand.KindOneofCase.Rematch => Match.Rematch(State, player.Number),
            TicTacToeCommand.KindOneofCase.Sit => Match.Sit(State, player.Number),
            TicTacToeCommand.KindOneofCase.Rename => Rename(player, CleanText.Name(command.Rename.Name)),
            TicTacToeCommand.KindOneofCase.None => "This game knows the commands move, rematch, sit and rename.",
        };
        if (refusal is not null)
        {
            Reject(refusal);
        }

        ShowSeats();
    }

    protected override void OnAway(Player player)
    {
        State.People[player.Number].Away = true;
        if (Match.MarkOf(State, player.Number) == Mark.Empty)
        {
            Schedule(AwayTimer(player), SpectatorGrace, new TicTacToeCommand());
        }

        ShowSeats();
    }

    protected override void OnTimer(string key, TicTacToeCommand command)
    {
        if (Players.FirstOrDefault(member => AwayTimer(member) == key) is { } spectator)
        {
            Kick(spectator, "You were away for too long to go on watching.");
        }
    }

    protected override void OnBack(Player player)
    {
        State.People[player.Number].Away = false;
        Cancel(AwayTimer(player));
        ShowSeats();
    }

    protected override void OnLeft(Player player, LeaveReason reason)
    {
        State.People.Remove(player.Number);
        Cancel(AwayTimer(player));
        Match.Stand(State, player.Number);
        ShowSeats();
    }

    private static string AwayTimer(Player player) => $"away:{player.Number.Value}";

    private string? Move(Player player, uint cell)
    {
        if (Match.Move(State, player.Number, cell) is { } refusal)
        {
            return refusal;
        }

        var mark = Match.MarkOf(State, player.Number);
        Broadcast(new TicTacToeEvent { Moved = new Moved { Player = player.Number, Cell = cell, Mark = mark } });
        if (State.Outcome != Outcome.Open)
        {
            Broadcast(new TicTacToeEvent { Ended = new Ended { Outcome = State.Outcome } });
        }

        return null;
    }

    private string? Rename(Player player, string name)
    {
        if (name.Length == 0)
        {
            return "A name needs at least one visible character.";
        }

        State.People[player.Number].Name = name;
        return null;
    }

    // Lets listings and join-by-properties find a table where one can play, and somebody to play with.
    private void ShowSeats()
    {
        Properties[FreeSeatsProperty] = Match.FreeSeats(State).ToString(CultureInfo.InvariantCulture);
        Properties[PlayersHereProperty] = Match.PlayersHere(State).ToString(CultureInfo.InvariantCulture);
    }
}
