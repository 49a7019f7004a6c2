using GameServer.Authoring;
using GameServer.Games.Arena;
using GameServer.Protocol.V1;
using Google.Protobuf;

namespace GameServer.Tests.Games.Arena;

public sealed class ArenaRoomTests
{
    private readonly RoomHarness<ArenaState, ArenaCommand, ArenaEvent> _room = RoomHarness.Of(new ArenaRoom());

    [Fact]
    public void A_full_arena_refuses()
    {
        for (var pilot = 1; pilot <= 64; pilot++)
        {
            _room.Join($"Pilot {pilot}").Status.ShouldBe(HarnessStatus.Here);
        }

        _room.Join("One too many").Refusal.ShouldBe(ErrorCode.RoomFull);
        _room.State.Ships.Count.ShouldBe(64);
    }

    [Fact]
    public void An_empty_command_and_an_invisible_name_are_refused()
    {
        var ada = _room.Join("Ada");

        ada.Send(new ArenaCommand()).Outcome.ShouldBe(CommandResult.Types.Outcome.Rejected);
        ada.Send(new ArenaCommand { Rename = new Rename { Name = " \u200b " } }).Reason.ShouldContain("visible");
        _room.State.Ships[ada.Number].Name.ShouldBe("Ada");
    }

    [Fact]
    public void Bots_fill_the_arena_and_make_room_as_people_come_and_go()
    {
        _room.State.Ships.ShouldBeEmpty();

        var people = Enumerable.Range(1, 8).Select(number => _room.Join($"P{number}")).ToArray();
        Bots().ShouldBe(0);
        _room.State.Ships.Count.ShouldBe(8);

        foreach (var player in people[1..])
        {
            player.Leave();
        }

        Bots().ShouldBe(Hangar.FilledShips - 1);
        people[0].Leave();
        _room.State.Ships.ShouldBeEmpty();
    }

    [Fact]
    public void One_person_meets_bots_that_fight()
    {
        var ada = _room.Join("Ada");

        _room.Tick(20 * 60);

        ada.Events.Count(happened => happened.KindCase == ArenaEvent.KindOneofCase.Destroyed).ShouldBeGreaterThan(3);
        _room.State.Ships.Values.Where(ship => ship.Bot).Sum(ship => ship.Score).ShouldBeGreaterThan(0);
        ada.State.ShouldBe(_room.State);
    }

    [Fact]
    public void A_pilot_who_holds_thrust_flies_on_until_it_lets_go()
    {
        var ada = _room.Join("Ada");
        var ship = _room.State.Ships[ada.Number];

        ada.Send(new ArenaCommand { Steer = new Steer { Thrust = true, Turn = 1 } }).Outcome
            .ShouldBe(CommandResult.Types.Outcome.Applied);
        var heading = ship.Heading;
        _room.Tick();
        ship.Heading.ShouldNotBe(heading);
        (ship.Vx, ship.Vy).ShouldNotBe((0, 0));

        ada.Send(new ArenaCommand { Steer = new Steer() });
        heading = ship.Heading;
        _room.Tick();
        ship.Heading.ShouldBe(heading);
    }

    [Fact]
    public void An_away_ship_drifts_marked_and_comes_back_with_its_score()
    {
        var ada = _room.Join("Ada");
        _room.Join("Bob");
        var ship = _room.State.Ships[ada.Number];
        ship.Score = 5;
        ada.Send(new ArenaCommand { Steer = new Steer { Turn = 1, Thrust = true, Fire = true } });

        ada.Disconnect();
        (ship.Away, ship.Turn, ship.Thrusting, ship.Firing).ShouldBe((true, 0, false, false));
        _room.Tick(60);
        _room.State.Ships[ada.Number].ShouldBeSameAs(ship);

        ada.Reconnect();
        ship.Away.ShouldBeFalse();
        ship.Score.ShouldBe(5u);
        ada.State.ShouldBe(_room.State);
    }

    [Fact]
    public void A_ship_is_gone_after_the_grace_period()
    {
        var ada = _room.Join("Ada");
        _room.Join("Bob");

        ada.Disconnect();
        _room.Advance(new ArenaRoom().Settings.Grace + TimeSpan.FromSeconds(1));

        _room.State.Ships.ShouldNotContainKey((uint)ada.Number);
        Bots().ShouldBe(Hangar.FilledShips - 1);
    }

    [Fact]
    public void The_same_seed_plays_the_same_game_and_another_seed_another()
    {
        Played(seed: 3).ShouldBe(Played(seed: 3));
        Played(seed: 3).ShouldNotBe(Played(seed: 4));
    }

    [Fact]
    public void Nothing_fails_when_pilots_press_anything()
    {
        var random = new Random(11);
        var pilots = Enumerable.Range(1, 5).Select(number => _room.Join($"P{number}")).ToArray();

        for (var step = 0; step < TestScale.Of(150); step++)
        {
            pilots[random.Next(pilots.Length)].Send(new ArenaCommand
            {
                Steer = new Steer { Turn = random.Next(-2, 3), Thrust = random.Next(2) == 0, Fire = random.Next(3) > 0 },
            });
            _room.Tick();
        }

        _room.Faults.ShouldBeEmpty();
        pilots[0].State.ShouldBe(_room.State);
    }

    private int Bots() => _room.State.Ships.Values.Count(ship => ship.Bot);

    private static ByteString Played(ulong seed)
    {
        var room = RoomHarness.Of(new ArenaRoom(), new HarnessOptions { Seed = seed });
        var ada = room.Join("Ada");
        ada.Send(new ArenaCommand { Steer = new Steer { Turn = 1, Fire = true } });
        room.Tick(200);
        return room.State.ToByteString();
    }
}
