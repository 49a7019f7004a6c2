using GameServer.Authoring;
using GameServer.Authoring.Kernel;
using GameServer.Protocol.Patches;
using GameServer.Protocol.V1;
using GameServer.Tests.Authoring.Probe;
using static GameServer.Tests.Authoring.KernelRig;

namespace GameServer.Tests.Authoring;

public sealed class PublishTests
{
    private static readonly MemberAddress _alice = Address("alice");

    [Fact]
    public void A_turn_that_records_nothing_takes_no_version_and_says_nothing()
    {
        var rig = new KernelRig(new ProbeRoom()).With("alice");
        var version = rig.Version;

        rig.Turn().ShouldBeEmpty();
        rig.Turn(new RoomInput.Seen(_alice, new(0)), new RoomInput.Told(null)).ShouldBeEmpty();
        rig.Turn(Command(_alice, 9, new ProbeCommand())).Published().ShouldBeNull();

        rig.Turn(rig.Next("alice", new ProbeCommand { Add = 1 })).Published()!.Version.ShouldBe(version + 1);
    }

    [Fact]
    public void An_update_carries_room_epoch_base_time_patch_and_events()
    {
        var rig = new KernelRig(new ProbeRoom()).With("alice");
        var version = rig.Version;

        var update = rig.After(5.Seconds(), rig.Next("alice", new ProbeCommand { Add = 3, Broadcast = { "a", "b" } })).Published()!;

        update.Room.ShouldBe(5u);
        update.Epoch.ShouldBe(Epoch.Value);
        update.BaseVersion.ShouldBe(version);
        update.RoomTimeMs.ShouldBe((ulong)(Start + 5.Seconds()).ToUnixTimeMilliseconds());
        update.Patch.ShouldNotBeNull();
        update.Texts().ShouldBe(["a", "b"]);
        update.Snapshot.ShouldBeFalse();
    }

    [Fact]
    public void One_turn_is_one_update_however_many_commands_it_took()
    {
        var rig = new KernelRig(new ProbeRoom()).With("alice", "bob");

        var effects = rig.Turn(
            rig.Next("alice", new ProbeCommand { Add = 1 }),
            rig.Next("bob", new ProbeCommand { Add = 2 }),
            rig.Next("alice", new ProbeCommand { Add = 3 }));

        effects.Kinds().ShouldBe(["Member", "Member", "Publish"]);
        rig.State.Sum.ShouldBe(6);
    }

    [Fact]
    public void An_event_for_one_member_makes_a_version_of_its_own_and_goes_to_nobody_else()
    {
        var rig = new KernelRig(new ProbeRoom()).With("alice", "bob");

        var effects = rig.Turn(rig.Next("alice", new ProbeCommand { Whisper = { new Whisper { To = 2, Text = "psst" } } }));

        effects.Kinds().ShouldBe(["Member", "Member", "Publish"]);
        effects.Published()!.Patch.ShouldBeNull();
        effects.Published()!.Events.ShouldBeEmpty();
        effects.Frames(_alice).Single().Member.Events.ShouldBeEmpty();
        effects.Frames(Address("bob")).Single().Member.Texts().ShouldBe(["0:psst"]);
        effects.Frames(Address("bob")).Single().Member.Version.ShouldBe(effects.Published()!.Version);
    }

    [Fact]
    public void An_event_for_an_away_member_waits_in_the_ring_only()
    {
        var rig = new KernelRig(new ProbeRoom()).With("alice", "bob");
        rig.Turn(new RoomInput.ConnectionLost(Address("bob")));
        var position = rig.Version;

        rig.Turn(rig.Next("alice", new ProbeCommand { Whisper = { new Whisper { To = 2, Text = "psst" } } })).Frames(Address("bob"))
            .ShouldBeEmpty();

        rig.Turn(Attach("bob", 2, position)).Frames().Where(frame => frame.Member is not null).ShouldHaveSingleItem()
            .Member.Texts().ShouldBe(["0:psst"]);
    }

    [Fact]
    public void Every_nth_update_carries_the_states_hash()
    {
        var rig = new KernelRig(new ProbeRoom { Setup = new RoomSettings { HashEvery = 3 } }).With("alice");

        var updates = Enumerable.Range(1, 7)
            .Select(add => rig.Turn(rig.Next("alice", new ProbeCommand { Add = add })).Published()!)
            .Select(update => (Update: update, Hash: StateHash.Compute(rig.State)))
            .ToList();

        // Two updates went before: the creation and alice's joining.
        updates.Select(update => update.Update.HasStateHash).ShouldBe([true, false, false, true, false, false, true]);
        updates.Where(update => update.Update.HasStateHash).ShouldAllBe(update => update.Update.StateHash == update.Hash);
    }

    [Fact]
    public void A_clock_that_goes_back_is_held()
    {
        var rig = new KernelRig(new ProbeRoom()).With("alice");
        rig.After(10.Seconds(), rig.Next("alice", new ProbeCommand { Add = 1 }));

        var update = rig.After(-5.Seconds(), rig.Next("alice", new ProbeCommand { Add = 1 })).Published()!;

        update.RoomTimeMs.ShouldBe((ulong)(Start + 10.Seconds()).ToUnixTimeMilliseconds());
    }

    [Fact]
    public void The_listing_is_said_when_it_shows_something_new()
    {
        var rig = new KernelRig(new ProbeRoom());

        rig.First.OfType<RoomEffect.Listed>().ShouldHaveSingleItem().Listing.Properties["map"].ShouldBe("one");
        rig.Turn(Join("alice")).OfType<RoomEffect.Listed>().ShouldHaveSingleItem().Listing.Members.ShouldBe(1u);
        rig.Turn(rig.Next("alice", new ProbeCommand { Property = "map=two" })).OfType<RoomEffect.Listed>()
            .ShouldHaveSingleItem().Listing.Properties["map"].ShouldBe("two");
        rig.Turn(rig.Next("alice", new ProbeCommand { Property = "map=two" })).OfType<RoomEffect.Listed>().ShouldBeEmpty();
        rig.Turn(new RoomInput.Close("over")).OfType<RoomEffect.Listed>().ShouldHaveSingleItem().Listing.Open.ShouldBeFalse();
    }

    [Fact]
    public void A_room_that_is_not_listed_never_says_its_listing()
    {
        var rig = new KernelRig(new ProbeRoom { Setup = new RoomSettings { Listed = false } });

        rig.First.Concat(rig.Turn(Join("alice"))).OfType<RoomEffect.Listed>().ShouldBeEmpty();
        rig.Kernel.Listing.Members.ShouldBe(1u);
    }

    [Theory]
    [InlineData(65, 1, "name")]
    [InlineData(1, 257, "value")]
    public void A_property_that_is_too_long_is_the_authors_fault(int nameChars, int valueChars, string named)
    {
        var rig = new KernelRig(new ProbeRoom()).With("alice");
        var property = $"{new string('n', nameChars)}={new string('v', valueChars)}";

        var effects = rig.Turn(rig.Next("alice", new ProbeCommand { Property = property }));

        effects.OfType<RoomEffect.Faulted>().ShouldHaveSingleItem().Cause.Message.ShouldContain(named);
        effects.OfType<RoomEffect.Listed>().ShouldBeEmpty();
    }

    [Fact]
    public void The_thirty_third_property_is_refused()
    {
        var properties = new RoomProperties(new Dictionary<string, string>());
        for (var name = 0; name < 32; name++)
        {
            properties[$"p{name}"] = "";
        }

        Should.Throw<ArgumentException>(() => properties["one more"] = "").Message.ShouldContain("at most 32");
        properties["p0"] = null;
        properties["one more"] = "";
        properties["p0"].ShouldBeNull();
    }
}
