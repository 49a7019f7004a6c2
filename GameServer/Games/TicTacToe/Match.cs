namespace GameServer.Games.TicTacToe;

/// <summary>
/// Seats, turns and rounds over the state of a table. Pure; every refusal is a sentence for the player, null means done.
/// </summary>
internal static class Match
{
    internal static int FreeSeats(TicTacToeState table) => (table.Cross == 0 ? 1 : 0) + (table.Nought == 0 ? 1 : 0);

    /// <summary>How many of the seated players are not away.</summary>
    internal static int PlayersHere(TicTacToeState table) =>
        new[] { table.Cross, table.Nought }.Count(player => table.People.TryGetValue(player, out var person) && !person.Away);

    internal static Mark MarkOf(TicTacToeState table, uint player) =>
        player == table.Cross ? Mark.Cross : player == table.Nought ? Mark.Nought : Mark.Empty;

    internal static string? Sit(TicTacToeState table, uint player)
    {
        if (MarkOf(table, player) != Mark.Empty)
        {
            return "You already have a seat.";
        }

        if (FreeSeats(table) == 0)
        {
            return "Both seats are taken: you can watch until one is free.";
        }

        if (table.Cross == 0)
        {
            table.Cross = player;
        }
        else
        {
            table.Nought = player;
        }

        // Nobody inherits another player's game.
        if (table.Round == 0 || table.Moves > 0)
        {
            NextRound(table);
        }

        return null;
    }

    internal static void Stand(TicTacToeState table, uint player)
    {
        if (table.Cross == player)
        {
            table.Cross = 0;
        }
        else if (table.Nought == player)
        {
            table.Nought = 0;
        }
    }

    internal static string? Move(TicTacToeState table, uint player, uint cell)
    {
        var mark = MarkOf(table, player);
        if (WhyNot(table, mark, cell) is { } refusal)
        {
            return refusal;
        }

        table.Cells[(int)cell] = mark;
        table.Moves++;
        var (outcome, line) = Board.Judge(table.Cells);
        table.Outcome = outcome;
        table.Line.AddRange(line.Select(square => (uint)square));
        table.Turn = outcome == Outcome.Open ? Board.Other(mark) : Mark.Empty;
        if (outcome is Outcome.CrossWon or Outcome.NoughtWon)
        {
            table.People[player].Wins++;
        }

        return null;
    }

    internal static string? Rematch(TicTacToeState table, uint player)
    {
        if (MarkOf(table, player) == Mark.Empty)
        {
            return "Only the two players can ask for a rematch.";
        }

        if (table.Outcome == Outcome.Open)
        {
            return "This round is still being played.";
        }

        NextRound(table);
        return null;
    }

    private static string? WhyNot(TicTacToeState table, Mark mark, uint cell)
    {
        if (mark == Mark.Empty)
        {
            return "You are watching: take a free seat to play.";
        }

        if (table.Outcome != Outcome.Open)
        {
            return "The round is over: ask for a rematch.";
        }

        if (FreeSeats(table) > 0)
        {
            return "Your opponent has not come yet.";
        }

        if (table.Turn != mark)
        {
            return "It is not your turn.";
        }

        if (cell >= Board.Cells)
        {
            return $"There is no square {cell}: they are numbered 0 to 8.";
        }

        return table.Cells[(int)cell] != Mark.Empty ? "That square is taken." : null;
    }

    /// <summary>A clean board; who begins alternates.</summary>
    private static void NextRound(TicTacToeState table)
    {
        table.Round++;
        table.Moves = 0;
        table.Outcome = Outcome.Open;
        table.Line.Clear();
        table.Cells.Clear();
        table.Cells.AddRange(Enumerable.Repeat(Mark.Empty, Board.Cells));
        table.Turn = table.Round % 2 == 1 ? Mark.Cross : Mark.Nought;
    }
}
