using GameServer.Authoring;
using GameServer.Authoring.Kernel;
using GameServer.Protocol.V1;
using GameServer.Tests.Authoring.Probe;
using static GameServer.Tests.Authoring.KernelRig;

namespace GameServer.Tests.Authoring;

/// <summary>Attachments in the middle of turns, and of clients that never got their beginning.</summary>
public sealed class AttachInTurnTests
{
    private static readonly MemberAddress _bob = Address("bob");

    [Fact]
    public void Whoever_attaches_in_the_middle_of_a_turn_neither_misses_nor_doubles_anything()
    {
        var rig = new KernelRig(new ProbeRoom()).With("alice", "bob");
        var position = rig.Version;
        rig.Turn(new RoomInput.ConnectionLost(_bob));
        var back = Address("bob", 2);

        var effects = rig.Turn(
            rig.Next("alice", new ProbeCommand { Broadcast = { "before" }, Whisper = { new Whisper { To = 2, Text = "own" } } }),
            Attach("bob", 2, position),
            Command(back, 1, new ProbeCommand { Broadcast = { "after" } }));

        effects.Kinds().ShouldBe(["Member", "Publish", "Attached", "Attached", "Member", "Update", "Member", "Update"]);
        var frames = effects.Frames(back).ToList();
        frames[1].Member.Results.ShouldHaveSingleItem().CommandSeq.ShouldBe(1u);
        frames[3].Member.Texts().ShouldBe(["1:own"]);
        frames[4].Update.ShouldBe(effects.Published());
        frames[4].Update.Texts().ShouldBe(["before", "after"]);
    }

    [Fact]
    public void A_new_member_gets_the_state_at_the_end_of_the_turn_and_what_was_sent_since_it_joined()
    {
        var rig = new KernelRig(new ProbeRoom { WhenJoined = null }).With("alice");

        var effects = rig.Turn(
            rig.Next("alice", new ProbeCommand { Broadcast = { "before" } }),
            Join("bob"),
            rig.Next("alice", new ProbeCommand { Add = 5, Broadcast = { "after" }, Whisper = { new Whisper { To = 2, Text = "hi" } } }));

        var frames = effects.Frames(_bob).ToList();
        frames.Select(frame => frame.KindCase.ToString()).ShouldBe(["Attached", "Member", "Update"]);
        frames[1].Member.Texts().ShouldBe(["0:after", "0:hi"]);
        frames[2].Update.Snapshot.ShouldBeTrue();
        frames[2].Update.Version.ShouldBe(effects.Published()!.Version);
        effects.Kinds().ToList().IndexOf("Publish").ShouldBeLessThan(effects.Kinds().ToList().IndexOf("Attached"));
    }

    [Fact]
    public void Whoever_never_got_its_beginning_still_gets_every_event_since_it_joined()
    {
        var rig = new KernelRig(new ProbeRoom()).With("alice");
        rig.Turn(
            rig.Next("alice", new ProbeCommand { Broadcast = { "before" } }),
            Join("bob"),
            rig.Next("alice", new ProbeCommand { Broadcast = { "one" }, Whisper = { new Whisper { To = 2, Text = "own" } } }),
            new RoomInput.ConnectionLost(_bob));
        var foreign = new Whisper { To = 1, Text = "not yours" };
        rig.Turn(rig.Next("alice", new ProbeCommand { Broadcast = { "two" }, Whisper = { foreign } }));

        foreach (var attach in new[] { Attach("bob", 2, null), Attach("bob", 3, null) })
        {
            var frames = rig.Turn(attach).Frames(attach.From).ToList();

            frames.Select(frame => frame.KindCase.ToString()).ShouldBe(["Attached", "Member", "Update"]);
            frames[0].Attached.ShouldSatisfyAllConditions(
                attached => attached.EventsLost.ShouldBeFalse(), attached => attached.Rewound.ShouldBeNull());
            frames[1].Member.Texts().ShouldBe(["0:one", "0:own", "0:two"]);
            frames[1].Member.Version.ShouldBe(frames[2].Update.Version);
            frames[2].Update.Snapshot.ShouldBeTrue();
        }
    }

    [Fact]
    public void Events_since_the_join_that_the_ring_no_longer_holds_are_said_to_be_lost()
    {
        var rig = new KernelRig(new ProbeRoom { Setup = new RoomSettings { ReplayUpdatesMax = 1 } }).With("alice", "bob");
        rig.Turn(rig.Next("alice", new ProbeCommand { Broadcast = { "one" } }));
        rig.Turn(rig.Next("alice", new ProbeCommand { Broadcast = { "two" } }));

        var frames = rig.Turn(Attach("bob", 2, null)).Frames().ToList();

        frames[0].Attached.EventsLost.ShouldBeTrue();
        frames[1].Update.Snapshot.ShouldBeTrue();
    }

    [Fact]
    public void Whoever_has_shown_that_it_got_its_beginning_does_not_get_its_events_again_without_a_position()
    {
        var rig = new KernelRig(new ProbeRoom()).With("alice", "bob");
        rig.Turn(rig.Next("alice", new ProbeCommand { Broadcast = { "one" } }));
        rig.Turn(new RoomInput.Seen(_bob, new(0)));

        rig.Turn(Attach("bob", 2, null)).Frames().Select(frame => frame.KindCase.ToString()).ShouldBe(["Attached", "Update"]);
    }

    [Fact]
    public void A_position_at_version_0_is_one_and_brings_the_events_since()
    {
        var rig = new KernelRig(new ProbeRoom { WhenJoined = null }).With("alice", "bob");
        rig.Turn(new RoomInput.Seen(_bob, new(0)));
        rig.Turn(rig.Next("alice", new ProbeCommand { Broadcast = { "one" } }));

        var frames = rig.Turn(Attach("bob", 2, 0)).Frames(Address("bob", 2)).ToList();

        var updates = frames.Skip(1).Select(frame => frame.Update.ShouldNotBeNull()).ToList();
        updates.ShouldAllBe(update => !update.Snapshot);
        updates.SelectMany(update => update.Texts()).ShouldBe(["one"]);
    }

    [Fact]
    public void A_connection_that_begins_anew_in_a_turn_does_not_get_its_update_twice()
    {
        var rig = new KernelRig(new ProbeRoom()).With("alice", "bob");
        var position = rig.Version;
        rig.Turn(rig.Next("alice", new ProbeCommand { Broadcast = { "one" } }));

        var effects = rig.Turn(
            Attach("bob", 1, position),
            rig.Next("alice", new ProbeCommand { Broadcast = { "two" } }),
            Command(_bob, 4, new ProbeCommand()));

        effects.Kinds().ShouldBe(["Detached", "Member", "Publish", "Attached", "Attached", "Member", "Update", "Update"]);
        effects.Frames(_bob).Where(frame => frame.Update is not null).SelectMany(frame => frame.Update.Texts()).ShouldBe(["one", "two"]);
        effects.Results(_bob).ShouldHaveSingleItem().Expected.ShouldBe(1u);
    }

    [Fact]
    public void A_member_that_is_attached_and_joins_again_behind_a_command_misses_nothing_of_the_turn()
    {
        var rig = new KernelRig(new ProbeRoom()).With("alice", "bob");
        rig.Turn(Attach("bob", 1, rig.Version));

        var effects = rig.Turn(rig.Next("alice", new ProbeCommand { Broadcast = { "one", "two" } }), Join("bob", request: 7));

        effects.Frames(_bob).SelectMany(EventsOf).Count().ShouldBe(2);
        effects.Frames(_bob).Count(frame => frame.Attached is not null).ShouldBe(1);
    }

    [Fact]
    public void A_connection_that_is_attached_twice_in_a_turn_is_told_its_events_once()
    {
        var rig = new KernelRig(new ProbeRoom()).With("alice", "bob");

        var effects = rig.Turn(
            Attach("bob", 1, rig.Version), Join("bob", request: 7), rig.Next("alice", new ProbeCommand { Broadcast = { "one" } }));

        effects.Frames(_bob).Sum(frame => EventsOf(frame).Count() + (frame.Update?.Texts().Count() ?? 0)).ShouldBe(1);
    }

    private static IEnumerable<DirectEvent> EventsOf(ServerEnvelope frame) => frame.Member?.Events ?? [];
}
