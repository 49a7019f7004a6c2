namespace GameServer.Games.TicTacToe;

/// <summary>The rules of the nine squares. Pure.</summary>
internal static class Board
{
    internal const int Cells = 9;

    private static readonly int[][] Lines =
    [
        [0, 1, 2], [3, 4, 5], [6, 7, 8],
        [0, 3, 6], [1, 4, 7], [2, 5, 8],
        [0, 4, 8], [2, 4, 6],
    ];

    /// <summary>How the round stands, and the line that decided it; the line is empty unless somebody won.</summary>
    internal static (Outcome Outcome, IReadOnlyList<int> Line) Judge(IReadOnlyList<Mark> cells)
    {
        foreach (var line in Lines)
        {
            var mark = cells[line[0]];
            if (mark != Mark.Empty && mark == cells[line[1]] && mark == cells[line[2]])
            {
                return (mark == Mark.Cross ? Outcome.CrossWon : Outcome.NoughtWon, line);
            }
        }

        return (cells.Contains(Mark.Empty) ? Outcome.Open : Outcome.Draw, []);
    }

    internal static Mark Other(Mark mark) => mark == Mark.Cross ? Mark.Nought : Mark.Cross;
}
