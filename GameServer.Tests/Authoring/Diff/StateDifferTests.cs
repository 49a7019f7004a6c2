using GameServer.Authoring.Diff;
using GameServer.Protocol.Patches;
using GameServer.Protocol.V1;
using GameServer.Tests.Protos;
using Google.Protobuf;

namespace GameServer.Tests.Authoring.Diff;

public sealed class StateDifferTests
{
    [Fact]
    public void A_state_that_contains_itself_throws_and_the_differ_goes_on()
    {
        var live = new Everything { Tree = new Tree() };
        var differ = new StateDiffer<Everything>(live);
        live.Tree.Left = live.Tree;

        Should.Throw<InvalidOperationException>(() => differ.Diff(live)).Message.ShouldContain("contains itself");

        live = differ.Restore();
        live.FInt32 = 3;
        differ.Diff(live).ShouldNotBeNull().Patch.ShouldBe(new StatePatch { Merge = ByteString.CopyFrom(0x18, 3) });
    }

    [Fact]
    public void A_state_at_the_depth_limit_is_patched_and_one_beyond_it_throws()
    {
        var live = new Everything { Tree = Chain(PatchWriter.StateDepthMax - 1) };
        var follower = live.Clone();
        var differ = new StateDiffer<Everything>(live);
        Deepest(live.Tree).Value = 5;
        var patch = differ.Diff(live).ShouldNotBeNull().Patch;

        StatePatchApplier.Apply(follower, StatePatch.Parser.ParseFrom(patch.ToByteArray())).ShouldBe(PatchResult.Applied);
        follower.ShouldBe(live);
        Deepest(live.Tree).Left = new Tree();
        Should.Throw<InvalidOperationException>(() => differ.Diff(live));
        Should.Throw<InvalidOperationException>(() => new StateDiffer<Everything>(live));
    }

    [Fact]
    public void No_change_makes_no_patch()
    {
        var live = new Everything { FDouble = double.NaN, Entity = new Entity { Level = 1 }, MString = { ["a"] = new Region() } };
        var differ = new StateDiffer<Everything>(live);

        differ.Diff(live).ShouldBeNull();
        differ.Diff(live.Clone()).ShouldBeNull();
        differ.Advance();
        differ.Restore().ShouldBe(live);
    }

    [Fact]
    public void The_same_patch_comes_again_until_it_is_published()
    {
        var live = new Everything();
        var differ = new StateDiffer<Everything>(live);
        live.MUint32[1] = new Entity { X = 1 };
        var first = differ.Diff(live).ShouldNotBeNull();

        differ.Diff(live).ShouldBe(first);
        differ.Advance();
        differ.Diff(live).ShouldBeNull();
        (differ.Hash, differ.EncodedSize).ShouldBe((StateHash.Compute(live), first.EncodedSize));
    }

    [Fact]
    public void What_is_restored_shares_nothing_with_the_shadow()
    {
        var live = new Everything { REntity = { new Entity { Path = { 1 } } }, MString = { ["a"] = new Region { Ruler = new Entity() } } };
        var differ = new StateDiffer<Everything>(live);
        var restored = differ.Restore();
        restored.REntity[0].Path.Add(2);
        restored.MString["a"].Ruler.X = 9;

        differ.Restore().ShouldBe(live);
        differ.Diff(live).ShouldBeNull();
    }

    [Fact]
    public void Restored_rows_come_in_the_order_of_the_live_map()
    {
        var live = new Everything { MInt32 = { [1] = 1, [2] = 2, [3] = 3 } };
        var differ = new StateDiffer<Everything>(live);
        live.MInt32.Remove(1);
        live.MInt32[4] = 4;
        live.MInt32[1] = 1;

        differ.Diff(live).ShouldNotBeNull().Patch.Maps.ShouldHaveSingleItem().Rows.Count.ShouldBe(1);
        differ.Advance();

        differ.Restore().MInt32.Keys.ShouldBe([2, 3, 4, 1]);
    }

    [Fact]
    public void Unknown_fields_of_the_live_state_are_dropped()
    {
        var newer = new NewerState { Turn = 1, Seed = 9, Leader = new NewerUnit { Name = "a", Health = 5 }, Log = { "x" } };
        newer.Fallen.Add(new NewerUnit { Name = "f", Health = 1 });
        var live = OlderState.Parser.ParseFrom(newer.ToByteArray());
        var known = OlderState.Parser.WithDiscardUnknownFields(true).ParseFrom(newer.ToByteArray());
        var differ = new StateDiffer<OlderState>(new OlderState());

        var diff = differ.Diff(live).ShouldNotBeNull();
        differ.Advance();

        var follower = new OlderState();
        StatePatchApplier.Apply(follower, diff.Patch).ShouldBe(PatchResult.Applied);
        follower.ShouldBe(known);
        differ.Restore().ShouldBe(known);
        diff.EncodedSize.ShouldBe(known.CalculateSize());
        differ.Diff(live).ShouldBeNull();
    }

    [Fact]
    public void A_moved_entity_costs_its_changed_fields_only()
    {
        var live = new Everything();
        for (var key = 0u; key < 100; key++)
        {
            live.MUint32[key] = new Entity { Name = "ship", X = 5, Y = 6, Path = { 1, 2, 3 } };
        }

        var differ = new StateDiffer<Everything>(live);
        live.MUint32[70].X = 0;

        var row = new RowPatch { Key = ByteString.CopyFrom(0x08, 70), Patch = new StatePatch { Merge = ByteString.CopyFrom(0x10, 0) } };
        differ.Diff(live).ShouldNotBeNull().Patch.ShouldBe(new StatePatch { Maps = { new MapPatch { Field = 63, Rows = { row } } } });
    }

    [Fact]
    public void The_empty_state_has_an_empty_snapshot()
    {
        var differ = new StateDiffer<Everything>(new Everything());
        differ.Snapshot().ShouldBe(new StatePatch());
        differ.EncodedSize.ShouldBe(0);
        differ.Hash.ShouldBe(StateHash.Compute(new Everything()));
    }

    private static Tree Chain(int length) => length == 1 ? new Tree() : new Tree { Left = Chain(length - 1) };

    private static Tree Deepest(Tree tree) => tree.Left is null ? tree : Deepest(tree.Left);
}
