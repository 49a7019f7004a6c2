using GameServer.Authoring;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Tests.Authoring.Probe;
using Outcome = GameServer.Protocol.V1.CommandResult.Types.Outcome;
using Timer = GameServer.Tests.Authoring.Probe.Timer;

namespace GameServer.Tests.Authoring;

public sealed class HarnessTests
{
    [Fact]
    public void A_player_that_is_not_there_can_not_act()
    {
        var room = RoomHarness.Of(new ProbeRoom());
        var alice = room.Join("alice");
        alice.Disconnect();

        Should.Throw<InvalidOperationException>(() => alice.Send(new ProbeCommand())).Message.ShouldContain("alice is Away");
        Should.Throw<InvalidOperationException>(alice.Disconnect);
        alice.Reconnect();
        Should.Throw<InvalidOperationException>(alice.Reconnect);
        alice.Leave();
        Should.Throw<InvalidOperationException>(alice.Leave).Message.ShouldContain("You left.");
        alice.LeftBecause.ShouldBe(RoomLeft.Types.Reason.Left);
    }

    [Fact]
    public void A_refused_player_has_the_code_and_the_sentence()
    {
        var room = RoomHarness.Of(new ProbeRoom { Decide = (_, _) => JoinDecision.Reject("No.") });

        var alice = room.Join("alice");

        alice.Status.ShouldBe(HarnessStatus.Refused);
        alice.Refusal.ShouldBe(ErrorCode.JoinRejected);
        alice.Reason.ShouldBe("No.");
        alice.Number.ShouldBe(default);
    }

    [Fact]
    public void A_failure_of_the_rooms_code_is_shown()
    {
        var room = RoomHarness.Of(new ProbeRoom());
        var alice = room.Join("alice");

        var result = alice.Send(new ProbeCommand { Add = 1, Fail = "boom" });

        result.Outcome.ShouldBe(Outcome.Failed);
        room.Faults.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            fault => fault.Handler.ShouldBe("OnCommand"),
            fault => fault.Cause.Message.ShouldBe("boom"),
            fault => fault.Sender.ShouldBe("alice"));
        alice.State.Sum.ShouldBe(0);
    }

    [Fact]
    public void Every_player_sees_state_and_events_as_its_client_would()
    {
        var room = RoomHarness.Of(new ProbeRoom());
        var alice = room.Join("alice");
        var bob = room.Join("bob");

        var result = alice.Send(new ProbeCommand
        {
            Add = 2,
            Broadcast = { "a", "b" },
            Whisper = { new Whisper { To = bob.Number, Text = "psst" } },
            Reply = { "done" },
        });

        result.Outcome.ShouldBe(Outcome.Applied);
        result.Reply!.Text.ShouldBe("done");
        alice.Events.Select(roomEvent => roomEvent.Text).ShouldBe(["a", "b"]);
        bob.Events.Select(roomEvent => roomEvent.Text).ShouldBe(["a", "b", "psst"]);
        bob.State.ShouldBe(room.State);
        bob.State.Sum.ShouldBe(2);
    }

    [Fact]
    public void A_second_session_of_a_player_takes_the_place_of_the_first()
    {
        var room = RoomHarness.Of(new ProbeRoom());
        var first = room.Join("alice");

        var second = room.Join("alice");

        first.LeftBecause.ShouldBe(RoomLeft.Types.Reason.JoinedElsewhere);
        second.Number.ShouldBe(first.Number);
        second.Send(new ProbeCommand { Add = 1 }).Outcome.ShouldBe(Outcome.Applied);
    }

    [Fact]
    public void A_whole_minute_of_ticks_and_timers_passes_in_one_call()
    {
        var room = RoomHarness.Of(new ProbeRoom { Setup = new RoomSettings { TickRate = 20 } });
        var alice = room.Join("alice");
        alice.Send(new ProbeCommand { Schedule = new Timer { Key = "t", DelayMs = 1010, Command = new ProbeCommand { Add = 7 } } });

        room.Tick(20);
        alice.State.Sum.ShouldBe(0);
        room.Tick();
        alice.State.Sum.ShouldBe(7);
        room.Advance(59.Seconds());

        alice.State.Ticks.ShouldBe(1201ul);
        room.Faults.ShouldBeEmpty();
        Should.Throw<InvalidOperationException>(() => RoomHarness.Of(new ProbeRoom()).Tick()).Message.ShouldContain("tickless");
    }

    [Fact]
    public async Task The_test_says_how_outside_work_ends()
    {
        var room = RoomHarness.Of(new ProbeRoom());
        var alice = room.Join("alice");
        for (var round = 0; round < 3; round++)
        {
            alice.Send(new ProbeCommand { Await = "text" });
        }

        alice.Send(new ProbeCommand { Create = 1 });
        room.Work.Select(work => work.Description).ShouldBe(["Await", "Await", "Await", "Create probe"]);
        await Should.ThrowAsync<InvalidOperationException>(() => room.Work[3].RunAsync());
        room.Work[3].Complete(new RoomId("made-1"));
        room.Work[0].Fail(new IOException("down"));
        room.Work[0].Complete("mine");
        var last = room.Work[0];
        await last.RunAsync();

        alice.State.Log.Skip(2).ShouldBe(["made made-1", "down", "got mine", "got text"]);
        room.Work.ShouldBeEmpty();
        Should.Throw<InvalidOperationException>(() => last.Complete("again")).Message.ShouldContain("has ended before");
    }

    [Fact]
    public void Outside_work_that_fails_unhandled_is_shown()
    {
        var room = RoomHarness.Of(new ProbeRoom
        {
            WhenCommand = (probe, _, _) => probe.AwaitText(_ => Task.FromResult("unused")),
        });
        room.Join("alice").Send(new ProbeCommand());

        room.Work.Single().Fail(new IOException("down"));

        room.Faults.ShouldHaveSingleItem().Cause.ShouldBeOfType<IOException>();
    }

    [Fact]
    public void Seats_told_rooms_properties_and_the_end_are_at_hand()
    {
        var room = RoomHarness.Of(
            new ProbeRoom { Setup = new RoomSettings { MaxMembers = 1 } },
            new HarnessOptions { Key = "k", Properties = new Dictionary<string, string> { ["map"] = "one" } });
        var seat = room.Reserve(10.Seconds(), onlyFor: "alice");

        room.Join("bob").Refusal.ShouldBe(ErrorCode.RoomFull);
        Should.Throw<InvalidOperationException>(() => room.Reserve(10.Seconds())).Message.ShouldContain("no free place");
        var alice = room.Join("alice", seat: seat);
        alice.Send(new ProbeCommand { Property = "map=two", Tell = 4 });
        room.Tell(new ProbeCommand { Add = 3, Close = "Enough." });

        room.Properties["map"].ShouldBe("two");
        room.Told.ShouldHaveSingleItem().Command.ShouldBe(new ProbeCommand { Add = 4 });
        room.IsClosed.ShouldBeTrue();
        room.ClosedBecause.ShouldBe("Enough.");
        alice.State.Sum.ShouldBe(3);
        alice.LeftBecause.ShouldBe(RoomLeft.Types.Reason.RoomClosed);
    }

    [Fact]
    public void The_same_test_twice_is_the_same()
    {
        Play().ShouldBe(Play());

        static ProbeState Play()
        {
            var room = RoomHarness.Of(new ProbeRoom(), new HarnessOptions { Seed = 9 });
            room.Join("alice").Send(new ProbeCommand { Draw = true });
            return room.State;
        }
    }

    [Fact]
    public void An_event_sent_on_joining_reaches_the_one_who_joins()
    {
        ProbeRoom probe = null!;
        probe = new ProbeRoom
        {
            WhenJoined = player =>
            {
                probe.Shout($"{player.Name} is here");
                probe.Whisper(player, "welcome");
            },
        };
        var room = RoomHarness.Of(probe);
        var alice = room.Join("alice");

        var bob = room.Join("bob");

        alice.Events.Select(roomEvent => roomEvent.Text).ShouldBe(["alice is here", "welcome", "bob is here"]);
        bob.Events.Select(roomEvent => roomEvent.Text).ShouldBe(["bob is here", "welcome"]);
    }

    [Fact]
    public void A_client_at_the_wrong_base_is_not_patched_in_silence()
    {
        var replica = new HarnessReplica<ProbeState, ProbeEvent>();

        Should.Throw<InvalidOperationException>(() => replica.Apply(new RoomUpdate { BaseVersion = 3, Version = 4 }));
        Should.Throw<InvalidOperationException>(() => replica.Apply(new RoomUpdate { Version = 1, StateHash = 1 }))
            .Message.ShouldContain("hash");
    }
}
