using GameServer.Authoring;
using GameServer.Games.TicTacToe;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;

namespace GameServer.Tests.Games.TicTacToe;

/// <summary>A table whose server went away in the middle of a game.</summary>
public sealed class TicTacToeRestartTests
{
    private static readonly TimeSpan DansTimeLeft = TimeSpan.FromMinutes(1);

    private readonly RecordedGame<TicTacToeState, TicTacToeCommand, TicTacToeEvent> _before =
        new RecordedGame<TicTacToeState, TicTacToeCommand, TicTacToeEvent>(new TicTacToeRoom()).With("Ada", "Bob", "Cyd", "Dan");

    public TicTacToeRestartTests()
    {
        _before.Send("Ada", Move(0));
        _before.Disconnect("Dan");
        _before.Send("Bob", Move(3));
        _before.Wait(TicTacToeRoom.SpectatorGrace - DansTimeLeft);
        _before.Send("Ada", Move(1));
    }

    [Fact]
    public void Both_players_come_back_to_their_board_and_finish_the_round()
    {
        var table = Restarted();
        table.State.People.Values.ShouldAllBe(person => person.Away);
        table.Properties[TicTacToeRoom.PlayersHereProperty].ShouldBe("0");
        table.Properties[TicTacToeRoom.FreeSeatsProperty].ShouldBe("0");
        table.Advance(TimeSpan.FromDays(6));

        var (ada, bob) = (Return(table, "Ada"), Return(table, "Bob"));
        table.Properties[TicTacToeRoom.PlayersHereProperty].ShouldBe("2");
        table.State.People.Values.ShouldAllBe(person => !person.Away);
        ada.Send(Move(2)).Reason.ShouldBe("It is not your turn.");
        bob.Send(Move(4)).Outcome.ShouldBe(CommandResult.Types.Outcome.Applied);
        ada.Send(Move(2)).Outcome.ShouldBe(CommandResult.Types.Outcome.Applied);

        table.State.Outcome.ShouldBe(Outcome.CrossWon);
        table.State.People[ada.Number].Wins.ShouldBe(1u);
        bob.State.ShouldBe(table.State);
        table.Faults.ShouldBeEmpty();
    }

    [Fact]
    public void A_spectator_who_was_there_has_its_whole_grace_and_one_who_was_away_what_was_left_of_it()
    {
        var table = Restarted();
        table.Advance(DansTimeLeft - TimeSpan.FromSeconds(1));
        table.State.People.Keys.Order().ShouldBe([1u, 2u, 3u, 4u]);
        table.Advance(TimeSpan.FromSeconds(2));
        table.State.People.Keys.Order().ShouldBe([1u, 2u, 3u]);

        table.Advance(TicTacToeRoom.SpectatorGrace - DansTimeLeft - TimeSpan.FromSeconds(2));
        table.State.People.Keys.Order().ShouldBe([1u, 2u, 3u]);
        table.Advance(TimeSpan.FromSeconds(2));
        table.State.People.Keys.Order().ShouldBe([1u, 2u]);
        table.Faults.ShouldBeEmpty();
    }

    [Fact]
    public void A_spectator_who_comes_back_goes_on_watching()
    {
        var table = Restarted();
        var (cyd, dan) = (Return(table, "Cyd"), Return(table, "Dan"));
        table.Advance(TimeSpan.FromHours(1));

        cyd.Status.ShouldBe(HarnessStatus.Here);
        dan.Status.ShouldBe(HarnessStatus.Here);
        table.State.People.Values.Count(person => person.Away).ShouldBe(2);
        table.Faults.ShouldBeEmpty();
    }

    [Fact]
    public void Whoever_does_not_come_back_in_a_week_loses_the_seat()
    {
        var table = Restarted();
        var ada = Return(table, "Ada");
        table.Advance(TimeSpan.FromDays(8));

        table.State.Cross.ShouldBe((uint)ada.Number);
        table.State.Nought.ShouldBe(0u);
        table.Properties[TicTacToeRoom.FreeSeatsProperty].ShouldBe("1");
        table.State.People.Keys.ShouldBe([(uint)ada.Number]);
        table.Faults.ShouldBeEmpty();
    }

    [Fact]
    public void It_goes_on_from_any_moment_of_its_past()
    {
        _before.Version.ShouldBeGreaterThan(8ul);
        for (ulong version = 1; version <= _before.Version; version++)
        {
            var table = RoomHarness.Load(new TicTacToeRoom(), _before.History, new RoomVersion(version));
            table.State.People.Values.ShouldAllBe(person => person.Away);
            string[] back = [.. table.State.People.Values.Select(person => person.Name)];
            var players = back.Select(name => Return(table, name)).ToArray();

            players.ShouldAllBe(player => player.Status == HarnessStatus.Here);
            players.ShouldAllBe(player => player.State.Equals(table.State));
            table.State.People.Values.ShouldAllBe(person => !person.Away);
            table.Faults.ShouldBeEmpty();
        }
    }

    private static TicTacToeCommand Move(uint cell) => new() { Move = new Move { Cell = cell } };

    private static HarnessPlayer<TicTacToeState, TicTacToeCommand, TicTacToeEvent> Return(
        RoomHarness<TicTacToeState, TicTacToeCommand, TicTacToeEvent> table, string name) => table.Return(new PlayerId(name));

    private RoomHarness<TicTacToeState, TicTacToeCommand, TicTacToeEvent> Restarted() =>
        RoomHarness.Load(new TicTacToeRoom(), _before.History);
}
