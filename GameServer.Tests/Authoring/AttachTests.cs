using GameServer.Authoring;
using GameServer.Authoring.Kernel;
using GameServer.Protocol.V1;
using GameServer.Tests.Authoring.Probe;
using static GameServer.Tests.Authoring.KernelRig;

namespace GameServer.Tests.Authoring;

public sealed class AttachTests
{
    private static readonly MemberAddress _alice = Address("alice");
    private static readonly MemberAddress _bob = Address("bob");

    [Fact]
    public void Whoever_is_no_member_is_told_that_it_has_lost_the_room()
    {
        var rig = new KernelRig(new ProbeRoom { Setup = new RoomSettings { Grace = 30.Seconds() } }).With("alice");
        rig.Turn(new RoomInput.ConnectionLost(_alice));
        rig.After(30.Seconds());

        foreach (var player in new[] { "never-here", "alice" })
        {
            var effects = rig.Turn(Attach(player, 2, null) with { RequestId = 0 });

            effects.Kinds().ShouldBe(["Left", "Detached"]);
            var frame = effects.Frames(Address(player, 2)).ShouldHaveSingleItem();
            frame.Left.ShouldSatisfyAllConditions(
                left => left.Room.ShouldBe(5u),
                left => left.Reason.ShouldBe(RoomLeft.Types.Reason.RoomLost),
                left => left.Detail.ShouldBe("You are not a member of this room any more."));
            effects.OfType<RoomEffect.Detached>().ShouldHaveSingleItem()
                .ShouldBe(new RoomEffect.Detached(Address(player, 2), new(player), Gone: true));
        }
    }

    [Fact]
    public void Whoever_asked_to_join_and_is_no_member_is_to_ask_again()
    {
        var rig = new KernelRig(new ProbeRoom());

        var effects = rig.Turn(Attach("never-here", 2, null));

        effects.Kinds().ShouldBe(["Error", "Detached"]);
        (effects.Error().Code, effects.Error().Retry).ShouldBe((ErrorCode.Busy, Error.Types.Retry.Later));
    }

    [Fact]
    public void A_lower_generation_of_the_session_is_refused_while_the_member_is_here()
    {
        var rig = new KernelRig(new ProbeRoom()).With("alice");
        rig.Turn(Attach("alice", 3, null));

        rig.Turn(Attach("alice", 2, null)).Error().Code.ShouldBe(ErrorCode.NotInRoom);
        rig.Turn(Join("alice", Address("alice", 2))).Refusal().Code.ShouldBe(ErrorCode.Busy);
        rig.Turn(new RoomInput.ConnectionLost(_alice)).ShouldBeEmpty();
        rig.Turn(rig.Next("alice", new ProbeCommand { Add = 1 }, generation: 3)).Result().CommandSeq.ShouldBe(1u);
    }

    [Fact]
    public void An_away_member_comes_back_by_a_lower_generation_too()
    {
        var rig = new KernelRig(new ProbeRoom()).With("alice");
        foreach (var back in new RoomInput[] { Attach("alice", 2, null), Join("alice", Address("alice", 2)) })
        {
            rig.Turn(Attach("alice", 3, null));
            rig.Turn(new RoomInput.ConnectionLost(Address("alice", 3)));

            rig.Turn(back).OfType<RoomEffect.Attached>().ShouldHaveSingleItem().Member.ShouldBe(Address("alice", 2));
        }
    }

    [Fact]
    public void Another_session_that_joins_takes_the_place_over_and_the_elder_is_told()
    {
        var rig = new KernelRig(new ProbeRoom()).With("alice");
        rig.Turn(rig.Next("alice", new ProbeCommand()));
        var other = Address("alice", session: "other");

        var effects = rig.Turn(Join("alice", other));

        effects.Kinds().ShouldBe(["Left", "Detached", "Attached", "Attached", "Member", "Update"]);
        effects.Frames(_alice).ShouldHaveSingleItem().Left.Reason.ShouldBe(RoomLeft.Types.Reason.JoinedElsewhere);
        effects.OfType<RoomEffect.Detached>().ShouldHaveSingleItem().Gone.ShouldBeTrue();
        var attached = effects.Frames(other).First().Attached;
        attached.PlayerNumber.ShouldBe(1u);
        attached.LastApplied.ShouldBe(1u);
        rig.Room.Trace.Count(line => line.StartsWith("join")).ShouldBe(2);
    }

    [Fact]
    public void The_elder_session_does_not_take_its_place_back_by_attaching()
    {
        var rig = new KernelRig(new ProbeRoom()).With("alice");
        rig.Turn(Join("alice", Address("alice", session: "other")));

        var effects = rig.Turn(Attach("alice", 2, null));

        effects.Kinds().ShouldBe(["Left", "Detached"]);
        effects.Frames().Single().ShouldSatisfyAllConditions(
            frame => frame.Left.Reason.ShouldBe(RoomLeft.Types.Reason.JoinedElsewhere), frame => frame.RequestId.ShouldBe(9u));
    }

    [Fact]
    public void A_new_connection_of_the_session_detaches_the_elder_one_silently()
    {
        var rig = new KernelRig(new ProbeRoom()).With("alice");

        var effects = rig.Turn(Attach("alice", 2, rig.Version));

        effects.Frames(_alice).ShouldBeEmpty();
        effects.OfType<RoomEffect.Detached>().ShouldHaveSingleItem().ShouldBe(new RoomEffect.Detached(_alice, new("alice"), Gone: false));
        rig.Room.Trace.ShouldNotContain("back alice");
    }

    [Fact]
    public void A_member_that_comes_back_gets_what_it_missed_with_its_own_events_before_each_update()
    {
        var rig = new KernelRig(new ProbeRoom()).With("alice", "bob");
        var position = rig.Version;
        rig.Turn(new RoomInput.ConnectionLost(_bob));
        rig.Turn(rig.Next("alice", new ProbeCommand
        {
            Broadcast = { "one", "two" },
            Whisper = { new Whisper { To = 2, Text = "psst" }, new Whisper { To = 1, Text = "not you" } },
        }));
        rig.Turn(rig.Next("alice", new ProbeCommand { Broadcast = { "three" } }));

        var frames = rig.Turn(Attach("bob", 2, position)).Frames(Address("bob", 2)).ToList();

        frames.Select(frame => frame.KindCase.ToString()).ShouldBe(["Attached", "Update", "Member", "Update", "Update", "Update"]);
        frames[0].Attached.EventsLost.ShouldBeFalse();
        frames[0].Attached.Rewound.ShouldBeNull();
        frames[2].Member.Texts().ShouldBe(["2:psst"]);
        frames[2].Member.Version.ShouldBe(frames[3].Update.Version);
        frames[3].Update.Texts().ShouldBe(["one", "two"]);
        frames[4].Update.Texts().ShouldBe(["three"]);
        frames[0].Attached.Version.ShouldBe(frames[5].Update.Version);
        var at = position;
        foreach (var update in frames.Where(frame => frame.Update is not null).Select(frame => frame.Update))
        {
            update.BaseVersion.ShouldBe(at);
            at = update.Version;
        }
    }

    [Fact]
    public void Results_the_client_has_not_seen_come_before_what_it_missed()
    {
        var rig = new KernelRig(new ProbeRoom()).With("alice");
        for (ulong number = 1; number <= 3; number++)
        {
            rig.Turn(Command(_alice, number, new ProbeCommand { Add = 1 }));
        }

        rig.Turn(new RoomInput.ConnectionLost(_alice));
        var effects = rig.Turn(Attach("alice", 2, null, seen: 1));

        effects.Results().Select(result => result.CommandSeq).ShouldBe([2ul, 3ul]);
        effects.Frames().First().Attached.LastApplied.ShouldBe(3u);
    }

    [Fact]
    public void An_overrun_ring_is_answered_with_a_snapshot_that_says_events_are_lost()
    {
        var rig = new KernelRig(new ProbeRoom { Setup = new RoomSettings { ReplayUpdatesMax = 4 } }).With("alice", "bob");
        var position = rig.Version;
        rig.Turn(new RoomInput.ConnectionLost(_bob));
        var kept = rig.Turn(rig.Next("alice", new ProbeCommand { Add = 1 })).Published()!.BaseVersion;
        rig.Turn(rig.Next("alice", new ProbeCommand { Add = 1 }));

        // That bob is away and back is noted in the state too: updates of their own.
        rig.Turn(Attach("bob", 2, kept)).Frames().First().Attached.EventsLost.ShouldBeFalse();
        rig.Turn(new RoomInput.ConnectionLost(Address("bob", 2)));
        var frames = rig.Turn(Attach("bob", 3, position)).Frames().ToList();

        frames[0].Attached.EventsLost.ShouldBeTrue();
        frames[0].Attached.Rewound.ShouldBeNull();
        frames[1].Update.Snapshot.ShouldBeTrue();
        frames[1].Update.Version.ShouldBe(frames[0].Attached.Version);
    }

    [Theory]
    [InlineData(7, 1000)]
    [InlineData(6, 1)]
    [InlineData(8, 1)]
    public void A_position_this_activation_never_had_is_rewound(ulong epoch, ulong version)
    {
        var rig = new KernelRig(new ProbeRoom()).With("alice");
        rig.Turn(rig.Next("alice", new ProbeCommand { Add = 1 }));

        var frames = rig.Turn(Attach("alice", 2, version, seen: 1, epoch: epoch)).Frames().ToList();

        var attached = frames[0].Attached;
        attached.Rewound.ShouldBe(new Rewound { Version = attached.Version, LastApplied = 1 });
        attached.EventsLost.ShouldBeFalse();
        frames[1].Update.Snapshot.ShouldBeTrue();
    }

    [Fact]
    public void A_version_between_two_published_ones_never_was()
    {
        var rig = new KernelRig(new ProbeRoom()).With("alice");
        rig.Turn(rig.Next("alice", new ProbeCommand()));
        var unpublished = rig.Version + 1;
        rig.Turn(rig.Next("alice", new ProbeCommand { Add = 1 }));

        rig.Turn(Attach("alice", 2, unpublished)).Frames().First().Attached.Rewound.ShouldNotBeNull();
    }

    [Fact]
    public void Leaving_and_joining_in_one_turn_are_two_memberships()
    {
        var rig = new KernelRig(new ProbeRoom()).With("alice");

        var effects = rig.Turn(rig.Next("alice", new ProbeCommand { Add = 1 }), new RoomInput.Leave(_alice, 2), Join("alice"));

        effects.Kinds().ShouldBe([
            "Member", "Publish", "Left", "Detached", "RosterChanged", "Attached", "Attached", "Update", "RosterChanged"]);
        effects.Frames(_alice).Single(frame => frame.Attached is not null).Attached.ShouldSatisfyAllConditions(
            attached => attached.PlayerNumber.ShouldBe(2u), attached => attached.LastApplied.ShouldBe(0u));
        effects.Results().ShouldHaveSingleItem();
    }

    [Fact]
    public void A_join_of_a_member_is_a_new_attachment_with_a_snapshot()
    {
        var rig = new KernelRig(new ProbeRoom()).With("alice");

        var effects = rig.Turn(Join("alice", request: 6));

        effects.Kinds().ShouldBe(["Detached", "Attached", "Attached", "Update"]);
        effects.Frames().First().RequestId.ShouldBe(6u);
        rig.State.Log.ShouldBe(["created", "joined alice"]);
    }

    [Fact]
    public void A_connection_that_is_attached_again_without_a_position_is_told_nothing_twice()
    {
        var rig = new KernelRig(new ProbeRoom()).With("alice", "bob");
        rig.Turn(rig.Next("bob", new ProbeCommand { Broadcast = { "told" } }));

        rig.Turn(Attach("alice", 1, null)).Frames(_alice).SelectMany(EventsOf).ShouldBeEmpty();
        rig.Turn(Attach("alice", 2, null)).Frames(Address("alice", 2)).SelectMany(EventsOf).Count().ShouldBe(1);

        static IEnumerable<DirectEvent> EventsOf(ServerEnvelope frame) => frame.Member?.Events ?? [];
    }

    [Fact]
    public void Away_and_back_are_told_to_the_room_and_the_grace_period_ends_the_membership()
    {
        var rig = new KernelRig(new ProbeRoom { Setup = new RoomSettings { Grace = 30.Seconds() } }).With("alice", "bob");

        rig.Turn(new RoomInput.ConnectionLost(_bob)).OfType<RoomEffect.Detached>().ShouldHaveSingleItem().Gone.ShouldBeFalse();
        rig.After(29.Seconds(), Attach("bob", 2, null));
        rig.After(2.Seconds()).ShouldBeEmpty();
        rig.Turn(new RoomInput.ConnectionLost(Address("bob", 2)));
        rig.Kernel.NextDue.ShouldBe(rig.Now + 30.Seconds());
        var gone = rig.After(30.Seconds());

        gone.OfType<RoomEffect.RosterChanged>().ShouldHaveSingleItem().Member.ShouldBeFalse();
        gone.Frames().Single().Left.Reason.ShouldBe(RoomLeft.Types.Reason.GraceExpired);
        rig.State.Log.Skip(3).ShouldBe(["away bob", "back bob", "away bob", "left bob GraceExpired"]);
    }

    [Fact]
    public void An_unlimited_grace_never_ends()
    {
        var setup = new RoomSettings { Grace = Timeout.InfiniteTimeSpan };
        var rig = new KernelRig(new ProbeRoom { Setup = setup }).With("alice");
        rig.Turn(new RoomInput.ConnectionLost(_alice));

        rig.Kernel.NextDue.ShouldBeNull();
        rig.After(TimeSpan.FromDays(3000)).ShouldBeEmpty();
        rig.Kernel.Listing.Members.ShouldBe(1u);
    }
}
