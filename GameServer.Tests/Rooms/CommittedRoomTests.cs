using GameServer.Protocol.V1;
using GameServer.Rooms;

namespace GameServer.Tests.Rooms;

public sealed class CommittedRoomTests
{
    [Fact]
    public void Nothing_that_a_turn_says_leaves_before_its_record_is_committed()
    {
        using var world = new DurableWorld();
        var (one, two) = (world.Player("one"), world.Player("two"));
        world.Store.Delay = call => call == "append" ? TimeSpan.FromMilliseconds(500) : TimeSpan.Zero;

        one.Send();
        one.Send();
        world.Node.RunUntilIdle();
        DurableWorld.Read(one, two);
        (one.Answered, one.Counts.Count, two.Counts.Count).ShouldBe((0, 0, 0));

        world.Advance(0.5);
        world.Advance(0.5);

        DurableWorld.Read(one, two);
        one.Answered.ShouldBe(2);
        one.Counts.ShouldBe([1UL, 2]);
        two.Counts.ShouldBe([1UL, 2]);
        world.Row(one.RoomId).Version.Value.ShouldBe(one.Position.Version);
    }

    [Fact]
    public void After_a_restart_the_room_goes_on_where_its_members_saw_it_last()
    {
        using var world = new DurableWorld();
        var (one, two) = (world.Player("one"), world.Player("two"));
        one.Send();
        two.Send();
        world.Node.RunUntilIdle();
        DurableWorld.Read(one, two);

        world.Restart();
        one.Connect(world.Node);
        two.Connect(world.Node);
        one.Send();
        world.Node.RunUntilIdle();

        DurableWorld.Read(one, two);
        one.Counts.ShouldBe([1UL, 2, 3]);
        two.Counts.ShouldBe([1UL, 2, 3]);
        one.Position.Epoch.ShouldBe(2UL);
        DurableWorld.Sound(one, two);
    }

    [Fact]
    public void A_room_that_is_opened_again_and_again_gets_its_snapshot_all_the_same()
    {
        using var world = new DurableWorld();
        List<CountingPlayer> players = [];
        for (var life = 1; life <= 5; life++)
        {
            var player = world.Player($"player{life}");
            for (var command = 0; command < SnapshotPace.RecordsMin / 4; command++)
            {
                player.Send();
                world.Node.RunUntilIdle();
                player.Read();
            }

            players.Add(player);
            world.Restart();
        }

        world.History(players[0].RoomId).ShouldContain(entry => entry.IsSnapshot);
        players.ShouldAllBe(player => player.Answered == SnapshotPace.RecordsMin / 4);
        DurableWorld.Sound([.. players]);
    }

    [Fact]
    public void Commands_that_were_committed_and_not_answered_are_applied_once()
    {
        using var world = new DurableWorld();
        var one = world.Player("one");
        world.Store.Trouble = call => call == "append" ? Trouble.FailsAfterwards : Trouble.None;
        one.Send();
        one.Send();
        world.Node.RunUntilIdle();
        one.Read();
        one.Answered.ShouldBe(0);

        world.Store.Trouble = _ => Trouble.None;
        world.Restart();
        one.Connect(world.Node);
        world.Node.RunUntilIdle();

        one.Read();
        one.Answered.ShouldBe(2);
        one.Counts.ShouldBe([1UL, 2]);
        DurableWorld.Sound(one);
    }

    [Fact]
    public void An_append_with_an_unknown_outcome_is_found_when_it_is_tried_again()
    {
        using var world = new DurableWorld();
        var one = world.Player("one");
        world.Store.Trouble = call => call == "append" ? Trouble.FailsAfterwards : Trouble.None;
        one.Send();
        world.Node.RunUntilIdle();
        world.Store.Trouble = _ => Trouble.None;
        world.Advance(0.1);
        one.Send();
        world.Node.RunUntilIdle();

        one.Read();
        one.Answered.ShouldBe(2);
        one.Counts.ShouldBe([1UL, 2]);
        DurableWorld.Sound(one);
    }

    [Fact]
    public void A_join_and_an_attachment_that_were_held_when_the_room_was_fenced_are_answered_by_the_next_activation()
    {
        using var world = new DurableWorld();
        var (one, two) = (world.Player("one"), world.Player("two"));
        two.Lose();
        world.Store.Delay = call => call == "append" ? TimeSpan.FromMilliseconds(100) : TimeSpan.Zero;
        one.Send();
        two.Connect(world.Node);
        var three = world.Node.Connect();
        var join = DurableWorld.Key("a");
        join.Nonce = "n";
        three.Send(new ClientEnvelope { RequestId = 7, Join = join });
        world.Steal(one.RoomId);
        world.Advance(4);
        DurableWorld.Read(one, two);
        world.Advance(1);

        DurableWorld.Read(one, two);
        two.IsAttached.ShouldBeTrue();
        two.Counts.ShouldBe([1UL]);
        three.Until(envelope => envelope.RequestId == 7).Attached.ShouldNotBeNull().Epoch.ShouldBe(3UL);
        DurableWorld.Sound(one, two);
    }

    [Fact]
    public void Nothing_of_a_fenced_room_leaves_and_its_members_go_on_in_the_next_activation()
    {
        using var world = new DurableWorld();
        var (one, two) = (world.Player("one"), world.Player("two"));
        world.Store.Delay = call => call == "append" ? TimeSpan.FromMilliseconds(100) : TimeSpan.Zero;
        one.Send();
        world.Node.RunUntilIdle();
        world.Steal(one.RoomId);
        world.Advance(0.1);
        DurableWorld.Read(one, two);
        (one.Answered, one.Counts.Count, two.Counts.Count).ShouldBe((0, 0, 0));

        world.Advance(2);
        DurableWorld.Read(one, two);
        world.Advance(2);

        DurableWorld.Read(one, two);
        one.Position.Epoch.ShouldBe(3UL);
        one.Answered.ShouldBe(1);
        one.Counts.ShouldBe([1UL]);
        two.Counts.ShouldBe([1UL]);
        (one.Left, two.Left).ShouldBe((null, null));
        DurableWorld.Sound(one, two);
    }

    [Fact]
    public void A_room_whose_activation_was_fenced_is_open_again_without_delay()
    {
        using var world = new DurableWorld();
        var (one, two) = (world.Player("one"), world.Player("two"));
        world.Steal(one.RoomId);
        one.Send();
        world.Advance(0.2);
        DurableWorld.Read(one, two);
        world.Advance(0.2);

        DurableWorld.Read(one, two);
        one.Position.Epoch.ShouldBe(3UL);
        one.Answered.ShouldBe(1);
        two.Counts.ShouldBe([1UL]);
        DurableWorld.Sound(one, two);
    }

    [Fact]
    public void Two_joins_by_one_key_at_once_make_one_room()
    {
        using var world = new DurableWorld();
        world.Store.Delay = call => call == "create" ? TimeSpan.FromMilliseconds(100) : TimeSpan.Zero;
        var (one, two) = (world.Node.Connect(), world.Node.Connect());
        var join = DurableWorld.Key("a");
        join.Nonce = "n";
        one.Send(new ClientEnvelope { RequestId = 1, Join = join });
        two.Send(new ClientEnvelope { RequestId = 1, Join = join });
        world.Advance(0.1);

        var rooms = new[] { one, two }.Select(player => player.Until(envelope => envelope.Attached is not null).Attached.RoomId).ToList();
        rooms.Distinct().ShouldHaveSingleItem();
        world.Node.Rooms.Count.ShouldBe(1);
    }

    [Fact]
    public void The_end_of_a_room_is_told_when_it_is_committed_and_its_key_is_free_then()
    {
        using var world = new DurableWorld();
        var one = world.Player("one");
        world.Store.Delay = call => call == "append" ? TimeSpan.FromMilliseconds(100) : TimeSpan.Zero;
        one.Send(CountingRoom.End);
        world.Node.RunUntilIdle();
        one.Read();
        one.Left.ShouldBeNull();

        world.Advance(0.1);

        one.Read();
        one.Left.ShouldNotBeNull().Reason.ShouldBe(RoomLeft.Types.Reason.RoomClosed);
        world.Row(one.RoomId).Phase.ShouldBe(RoomPhase.Finished);
        world.Store.Delay = _ => TimeSpan.Zero;
        world.Node.Connect().Enter(DurableWorld.Key("a")).RoomId.ShouldNotBe(one.RoomId);
    }

    [Fact]
    public void A_join_that_meets_the_uncommitted_end_of_a_room_gets_the_next_room_of_the_key()
    {
        using var world = new DurableWorld();
        var one = world.Player("one");
        var two = world.Node.Connect();
        world.Store.Delay = call => call == "append" ? TimeSpan.FromMilliseconds(100) : TimeSpan.Zero;
        one.Send(CountingRoom.End);
        world.Node.RunUntilIdle();
        var join = DurableWorld.Key("a");
        join.Nonce = "n";
        two.Send(new ClientEnvelope { RequestId = 1, Join = join });
        world.Advance(0.1);
        world.Advance(0.1);

        two.Until(envelope => envelope.Attached is not null).Attached.RoomId.ShouldNotBe(one.RoomId);
    }

    [Fact]
    public void A_node_that_drains_waits_for_its_commits_and_tells_them_before_it_is_done()
    {
        using var world = new DurableWorld();
        var one = world.Player("one");
        world.Store.Delay = call => call == "append" ? TimeSpan.FromMilliseconds(500) : TimeSpan.Zero;
        one.Send();
        world.Node.RunUntilIdle();

        var drained = world.Node.Host.Ask<HostDrained>(answer => new HostMessage.Drain(answer, HandsOver: false), TimeSpan.FromSeconds(10));
        one.Send();
        world.Advance(0.1);
        drained.IsCompleted.ShouldBeFalse();
        world.Node.Connect().Refused(DurableWorld.Key("a")).ShouldBe(ErrorCode.Busy);
        world.Advance(0.4);

        drained.IsCompletedSuccessfully.ShouldBeTrue();
        one.Read();
        one.Answered.ShouldBe(1);
    }
}
