using GameServer.Authoring;
using GameServer.Games.TicTacToe;
using GameServer.Protocol.V1;

namespace GameServer.Tests.Games.TicTacToe;

public sealed class TicTacToeRoomTests
{
    private readonly RoomHarness<TicTacToeState, TicTacToeCommand, TicTacToeEvent> _table = RoomHarness.Of(new TicTacToeRoom());

    [Fact]
    public void Illegal_moves_are_refused_with_a_sentence_and_change_nothing()
    {
        var ada = _table.Join("Ada");
        Refused(ada, 0).ShouldBe("Your opponent has not come yet.");

        var bob = _table.Join("Bob");
        var cyd = _table.Join("Cyd");
        Refused(bob, 0).ShouldBe("It is not your turn.");
        Refused(cyd, 0).ShouldBe("You are watching: take a free seat to play.");
        Refused(ada, 9).ShouldBe("There is no square 9: they are numbered 0 to 8.");
        Play(ada, 4);
        Refused(bob, 4).ShouldBe("That square is taken.");
        Refused(ada, 5).ShouldBe("It is not your turn.");

        _table.State.Moves.ShouldBe(1u);
        _table.State.Turn.ShouldBe(Mark.Nought);
    }

    [Fact]
    public void A_rematch_during_a_round_or_by_a_spectator_is_refused()
    {
        var ada = _table.Join("Ada");
        _table.Join("Bob");
        var cyd = _table.Join("Cyd");

        ada.Send(Rematch()).Reason.ShouldBe("This round is still being played.");
        cyd.Send(Rematch()).Reason.ShouldBe("Only the two players can ask for a rematch.");
        _table.State.Round.ShouldBe(1u);
    }

    [Fact]
    public void Sitting_down_twice_or_on_a_taken_seat_is_refused()
    {
        var ada = _table.Join("Ada");
        _table.Join("Bob");
        var cyd = _table.Join("Cyd");

        ada.Send(Sit()).Reason.ShouldBe("You already have a seat.");
        cyd.Send(Sit()).Reason.ShouldBe("Both seats are taken: you can watch until one is free.");
    }

    [Fact]
    public void Three_in_a_row_win_the_round_and_the_other_mark_begins_the_next()
    {
        var (ada, bob) = (_table.Join("Ada"), _table.Join("Bob"));

        Play(ada, 0);
        Play(bob, 3);
        Play(ada, 1);
        Play(bob, 4);
        Play(ada, 2);

        _table.State.Outcome.ShouldBe(Outcome.CrossWon);
        _table.State.Line.ShouldBe([0u, 1u, 2u]);
        _table.State.People[ada.Number].Wins.ShouldBe(1u);
        bob.Events[^1].Ended.Outcome.ShouldBe(Outcome.CrossWon);
        Refused(bob, 8).ShouldBe("The round is over: ask for a rematch.");

        bob.Send(Rematch()).Outcome.ShouldBe(CommandResult.Types.Outcome.Applied);
        _table.State.Cells.ShouldAllBe(mark => mark == Mark.Empty);
        _table.State.Line.ShouldBeEmpty();
        Refused(ada, 0).ShouldBe("It is not your turn.");
        Play(bob, 0);
        ada.State.ShouldBe(_table.State);
    }

    [Fact]
    public void A_full_board_without_a_line_is_a_draw()
    {
        var (ada, bob) = (_table.Join("Ada"), _table.Join("Bob"));

        uint[] cells = [0, 1, 2, 4, 3, 5, 7, 6, 8];
        foreach (var (move, cell) in cells.Index())
        {
            Play(move % 2 == 0 ? ada : bob, cell);
        }

        _table.State.Outcome.ShouldBe(Outcome.Draw);
        _table.State.Turn.ShouldBe(Mark.Empty);
        _table.State.People.Values.ShouldAllBe(person => person.Wins == 0);
    }

    [Fact]
    public void A_spectator_takes_the_seat_of_who_left_and_begins_on_a_clean_board()
    {
        var (ada, bob, cyd) = (_table.Join("Ada"), _table.Join("Bob"), _table.Join("Cyd"));
        _table.Properties[TicTacToeRoom.FreeSeatsProperty].ShouldBe("0");
        Play(ada, 4);

        bob.Leave();
        _table.Properties[TicTacToeRoom.FreeSeatsProperty].ShouldBe("1");
        Refused(ada, 0).ShouldBe("Your opponent has not come yet.");

        cyd.Send(Sit()).Outcome.ShouldBe(CommandResult.Types.Outcome.Applied);
        _table.State.Nought.ShouldBe((uint)cyd.Number);
        _table.State.Moves.ShouldBe(0u);
        _table.Properties[TicTacToeRoom.FreeSeatsProperty].ShouldBe("0");
        Play(cyd, 4);
    }

    [Fact]
    public void An_away_player_keeps_seat_and_turn_for_long()
    {
        var (ada, bob) = (_table.Join("Ada"), _table.Join("Bob"));
        Play(ada, 4);

        bob.Disconnect();
        _table.State.People[bob.Number].Away.ShouldBeTrue();
        _table.Properties[TicTacToeRoom.PlayersHereProperty].ShouldBe("1");
        _table.Advance(TimeSpan.FromDays(6));

        bob.Reconnect();
        _table.State.People[bob.Number].Away.ShouldBeFalse();
        _table.Properties[TicTacToeRoom.PlayersHereProperty].ShouldBe("2");
        Play(bob, 0);
        bob.State.ShouldBe(_table.State);
    }

    [Fact]
    public void A_spectator_keeps_its_place_for_minutes_only()
    {
        _table.Join("Ada");
        _table.Join("Bob");
        var (cyd, dan) = (_table.Join("Cyd"), _table.Join("Dan"));
        cyd.Disconnect();
        dan.Disconnect();
        _table.Advance(TicTacToeRoom.SpectatorGrace - TimeSpan.FromSeconds(1));
        cyd.Reconnect();

        _table.Advance(TimeSpan.FromHours(1));

        cyd.Status.ShouldBe(HarnessStatus.Here);
        dan.Status.ShouldBe(HarnessStatus.Left);
        _table.State.People.Keys.Order().ShouldBe([1u, 2u, 3u]);
        _table.Faults.ShouldBeEmpty();
    }

    [Fact]
    public void Who_comes_back_in_no_week_loses_the_seat_and_the_other_plays_on_with_the_next()
    {
        var (ada, bob) = (_table.Join("Ada"), _table.Join("Bob"));
        Play(ada, 4);
        bob.Disconnect();

        _table.Advance(TimeSpan.FromDays(8));

        bob.Status.ShouldBe(HarnessStatus.Left);
        _table.State.Nought.ShouldBe(0u);
        _table.IsClosed.ShouldBeFalse();
        Play(_table.Join("Cyd"), 0);
    }

    [Fact]
    public void A_player_may_take_another_name_but_not_an_invisible_one()
    {
        var ada = _table.Join("Ada");

        ada.Send(new TicTacToeCommand { Rename = new Rename { Name = "\t" } }).Reason.ShouldContain("visible");
        ada.Send(new TicTacToeCommand { Rename = new Rename { Name = " Ada  L. " } });
        ada.Send(new TicTacToeCommand()).Outcome.ShouldBe(CommandResult.Types.Outcome.Rejected);

        ada.State.People[ada.Number].Name.ShouldBe("Ada L.");
    }

    private static TicTacToeCommand Rematch() => new() { Rematch = new Rematch() };

    private static TicTacToeCommand Sit() => new() { Sit = new Sit() };

    private static void Play(HarnessPlayer<TicTacToeState, TicTacToeCommand, TicTacToeEvent> player, uint cell) =>
        player.Send(new TicTacToeCommand { Move = new Move { Cell = cell } }).Reason.ShouldBe("");

    private static string Refused(HarnessPlayer<TicTacToeState, TicTacToeCommand, TicTacToeEvent> player, uint cell)
    {
        var result = player.Send(new TicTacToeCommand { Move = new Move { Cell = cell } });
        result.Outcome.ShouldBe(CommandResult.Types.Outcome.Rejected);
        return result.Reason;
    }
}
