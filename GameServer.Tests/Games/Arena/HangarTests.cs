using GameServer.Games.Arena;

namespace GameServer.Tests.Games.Arena;

public sealed class HangarTests
{
    private readonly ArenaState _arena = new() { Width = 1_600, Height = 1_600 };

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 5)]
    [InlineData(5, 1)]
    [InlineData(6, 0)]
    [InlineData(64, 0)]
    public void Bots_fill_what_people_leave_free(int people, int bots)
    {
        Hangar.FillWithBots(_arena, people: 1, new Random(1));
        Hangar.FillWithBots(_arena, people, new Random(2));

        _arena.Ships.Count.ShouldBe(bots);
        _arena.Ships.Keys.ShouldAllBe(number => number >= Hangar.FirstBot);
        _arena.Ships.Values.ShouldAllBe(ship => ship.Bot && ship.Name.Length > 0);
    }

    [Fact]
    public void Bots_that_stay_keep_their_flight_and_score()
    {
        Hangar.FillWithBots(_arena, people: 1, new Random(1));
        _arena.Ships[Hangar.FirstBot].Score = 4;
        var before = _arena.Ships[Hangar.FirstBot].Clone();

        Hangar.FillWithBots(_arena, people: 3, new Random(2));

        _arena.Ships[Hangar.FirstBot].ShouldBe(before);
    }

    [Fact]
    public void A_destroyed_ship_waits_for_its_time_and_keeps_its_score()
    {
        Hangar.Launch(_arena, 1, "Ada", bot: false, new Random(1));
        var ship = _arena.Ships[1];
        (ship.Hull, ship.BackMs, ship.Score) = (0, 2_500, 7);

        _arena.ClockMs = 2_499;
        Hangar.Respawn(_arena, new Random(2));
        ship.Hull.ShouldBe(0u);

        _arena.ClockMs = 2_500;
        Hangar.Respawn(_arena, new Random(2));
        ship.Hull.ShouldBe((uint)Gunnery.HullMax);
        ship.Score.ShouldBe(7u);
    }

    [Fact]
    public void Bots_hunt_each_other_but_leave_away_ships_alone()
    {
        var random = new Random(7);
        Hangar.FillWithBots(_arena, people: 1, random);
        Hangar.Launch(_arena, 1, "Ada", bot: false, random);
        _arena.Ships[1].Away = true;
        foreach (var bot in _arena.Ships.Keys.Where(number => number > Hangar.FirstBot).ToArray())
        {
            _arena.Ships.Remove(bot);
        }

        for (var step = 0; step < 600; step++)
        {
            BotPilot.Steer(_arena, random);
            _arena.Ships[Hangar.FirstBot].Firing.ShouldBeFalse();
            Flight.Advance(_arena, elapsedMs: 50);
        }
    }
}
