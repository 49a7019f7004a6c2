using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using GameServer.Authoring.Diff;
using GameServer.Protocol.Patches;
using GameServer.Protocol.V1;
using GameServer.Tests.Protocol.Patches;
using GameServer.Tests.Protos;
using Google.Protobuf;

namespace GameServer.Tests.Authoring.Diff;

public sealed class StateDifferPropertyTests
{
    [Fact]
    public void A_patch_leads_from_the_old_state_to_the_new() => ForAllSeeds(600, seed =>
    {
        var states = new RandomStates(seed);
        var old = states.Next<Everything>();
        var live = old.Clone();
        var differ = new StateDiffer<Everything>(old);
        states.Edit(live);

        var diff = differ.Diff(live);

        Apply(old, diff?.Patch);
        old.ShouldBe(live);
        StateHash.Compute(old).ShouldBe(StateHash.Compute(live));
        differ.Advance();
        differ.Hash.ShouldBe(StateHash.Compute(live));
        differ.EncodedSize.ShouldBe(new StateDiffer<Everything>(live).EncodedSize);
        differ.Diff(live).ShouldBeNull();
    });

    [Fact]
    public void A_patch_leads_between_states_that_have_nothing_in_common() => ForAllSeeds(300, seed =>
    {
        var old = new RandomStates(seed).Next<Everything>();
        var live = new RandomStates(seed + 1).Next<Everything>();
        var differ = new StateDiffer<Everything>(old);

        Apply(old, differ.Diff(live)?.Patch);

        old.ShouldBe(live);
    });

    [Fact]
    public void A_snapshot_leads_from_the_empty_message_to_the_state() => ForAllSeeds(300, seed =>
    {
        var state = new RandomStates(seed).Next<Everything>();
        var differ = new StateDiffer<Everything>(state);
        var empty = new Everything();

        Apply(empty, differ.Snapshot());

        empty.ShouldBe(state);
        StateDiffer<Everything>.SnapshotOf(state).ShouldBe(differ.Snapshot());
        differ.Hash.ShouldBe(StateHash.Compute(state));
    });

    [Fact]
    public void A_diff_that_is_not_published_leaves_no_trace() => ForAllSeeds(300, seed =>
    {
        var states = new RandomStates(seed);
        var published = states.Next<Everything>();
        var live = published.Clone();
        var differ = new StateDiffer<Everything>(published);
        var (hash, size) = (differ.Hash, differ.EncodedSize);
        states.Edit(live);
        differ.Diff(live);

        differ.Restore().ShouldBe(published);
        differ.Hash.ShouldBe(hash);
        differ.EncodedSize.ShouldBe(size);
        differ.Diff(published).ShouldBeNull();
    });

    [Fact]
    public void Plain_json_follows_by_the_json_form() => ForAllSeeds(300, seed =>
    {
        var states = new RandomStates(seed);
        var old = states.Next<Everything>();
        var live = old.Clone();
        var differ = new StateDiffer<Everything>(old);
        states.Edit(live);
        var json = JsonNode.Parse(JsonFormatter.Default.Format(old))!.AsObject();
        if (differ.Diff(live) is not { } diff)
        {
            return;
        }

        PlainJsonClient.Apply(json, JsonNode.Parse(StatePatchJson.ToJson(Everything.Descriptor, diff.Patch))!.AsObject());

        var followed = Everything.Parser.ParseJson(json.ToJsonString());
        StateHash.Compute(followed).ShouldBe(StateHash.Compute(live));
    });

    [Fact]
    public void Ten_thousand_patches_keep_a_follower_equal_and_let_nothing_pile_up()
    {
        var states = new RandomStates(20_261);
        var live = states.Next<Everything>();
        var follower = live.Clone();
        var differ = new StateDiffer<Everything>(live);
        for (var patch = 0; patch < TestScale.Of(10_000); patch++)
        {
            states.Edit(live);
            var diff = differ.Diff(live);
            if (patch % 7 == 0)
            {
                live = differ.Restore();
                live.ShouldBe(follower);
                continue;
            }

            Apply(follower, diff?.Patch);
            differ.Advance();
            if (patch % 50 == 1)
            {
                follower.ShouldBe(live);
                differ.Hash.ShouldBe(StateHash.Compute(follower));
                differ.EncodedSize.ShouldBe(new StateDiffer<Everything>(follower).EncodedSize);
            }
        }

        differ.Restore().ShouldBe(live);
        follower.CalculateSize().ShouldBe(live.CalculateSize());
    }

    [Fact]
    public void Damaged_patches_never_throw() => ForAllSeeds(600, seed =>
    {
        var states = new RandomStates(seed);
        var old = states.Next<Everything>();
        var live = old.Clone();
        states.Edit(live);
        var bytes = (new StateDiffer<Everything>(old).Diff(live)?.Patch ?? new StatePatch()).ToByteArray();
        var random = new Random(seed);
        for (var i = 0; i < 3 && bytes.Length > 0; i++)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        }

        StatePatch damaged;
        try
        {
            damaged = StatePatch.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException)
        {
            return;
        }

        StatePatchApplier.Apply(old, damaged);
    });

    private static void Apply(IMessage state, StatePatch? patch)
    {
        if (patch is not null)
        {
            StatePatchApplier.Apply(state, StatePatch.Parser.ParseFrom(patch.ToByteArray())).ShouldBe(PatchResult.Applied);
        }
    }

    private static void ForAllSeeds(int count, Action<int> property) => Prop
        .ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), property)
        .Check(Config.QuickThrowOnFailure.WithMaxTest(TestScale.Of(count)));
}
