using GameServer.Games.TicTacToe;

namespace GameServer.Tests.Games.TicTacToe;

public sealed class BoardTests
{
    [Theory]
    [InlineData(".........", Outcome.Open, "")]
    [InlineData("XXX.O.O..", Outcome.CrossWon, "012")]
    [InlineData("X..OOOX.X", Outcome.NoughtWon, "345")]
    [InlineData("XO.XO.X..", Outcome.CrossWon, "036")]
    [InlineData("X.O.XO..X", Outcome.CrossWon, "048")]
    [InlineData("X.OXO.O.X", Outcome.NoughtWon, "246")]
    [InlineData("XOXXOOOXX", Outcome.Draw, "")]
    [InlineData("XOXXOOOX.", Outcome.Open, "")]
    public void A_board_is_judged_by_its_lines(string squares, Outcome outcome, string line)
    {
        var judged = Board.Judge([.. squares.Select(Mark)]);

        judged.Outcome.ShouldBe(outcome);
        string.Concat(judged.Line).ShouldBe(line);
    }

    private static Mark Mark(char square) => square switch
    {
        'X' => GameServer.Games.TicTacToe.Mark.Cross,
        'O' => GameServer.Games.TicTacToe.Mark.Nought,
        _ => GameServer.Games.TicTacToe.Mark.Empty,
    };
}
