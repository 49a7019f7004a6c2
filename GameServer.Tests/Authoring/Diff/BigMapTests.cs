using GameServer.Authoring.Diff;
using GameServer.Protocol.Codecs;
using GameServer.Protocol.Patches;
using GameServer.Protocol.V1;
using GameServer.Tests.Protos;
using Google.Protobuf;
using Google.Protobuf.Collections;

namespace GameServer.Tests.Authoring.Diff;

/// <summary>Maps with many rows, whose order changes as much as a map's can.</summary>
public sealed class BigMapTests
{
    private const int RowsMax = 60;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Rows_that_come_go_change_and_move_are_followed(int seed)
    {
        var random = new Random(seed);
        var live = new Everything();
        var follower = new Everything();
        var differ = new StateDiffer<Everything>(live);
        for (var turn = 0; turn < TestScale.Of(1_500); turn++)
        {
            for (var edits = random.Next(4); edits > 0; edits--)
            {
                Edit(live, random, (uint)random.Next(RowsMax));
            }

            var patch = differ.Diff(live)?.Patch;
            if (random.Next(6) == 0)
            {
                live = differ.Restore();
                continue;
            }

            differ.Advance();
            StatePatchApplier.Apply(follower, patch ?? new StatePatch()).ShouldBe(PatchResult.Applied);
            follower.ShouldBe(live);
            differ.Hash.ShouldBe(StateHash.Compute(live));
            var restored = differ.Restore();
            restored.MUint32.Keys.ShouldBe(live.MUint32.Keys);
            restored.MUint64.Keys.ShouldBe(live.MUint64.Keys);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Flat_rows_that_come_go_change_and_move_are_followed(int seed)
    {
        var random = new Random(seed);
        var live = new WideRows();
        var follower = new WideRows();
        var differ = new StateDiffer<WideRows>(live);
        for (var turn = 0; turn < TestScale.Of(1_500); turn++)
        {
            for (var edits = random.Next(4); edits > 0; edits--)
            {
                var key = random.Next(RowsMax);
                Edit(live.Rows, (uint)key, random);
                Edit(live.Named, $"row {key}", random);
            }

            if (differ.Diff(live) is { } diff)
            {
                differ.Advance();
                StatePatchApplier.Apply(follower, diff.Patch).ShouldBe(PatchResult.Applied);
            }

            follower.ShouldBe(live);
            differ.Hash.ShouldBe(StateHash.Compute(live));
            differ.Restore().Named.Keys.ShouldBe(live.Named.Keys);
        }
    }

    [Fact]
    public void A_row_whose_object_was_replaced_by_an_equal_one_is_no_change_and_goes_on_being_followed()
    {
        var live = new Everything { MUint32 = { [1] = new Entity { X = 1 }, [2] = new Entity { X = 2 } } };
        var differ = new StateDiffer<Everything>(live);
        live.MUint32[1] = new Entity { X = 1 };
        differ.Diff(live).ShouldBeNull();

        live.MUint32[1].X = 7;

        var row = differ.Diff(live).ShouldNotBeNull().Patch.Maps.ShouldHaveSingleItem().Rows.ShouldHaveSingleItem();
        row.Patch.Merge.ShouldBe(ByteString.CopyFrom(0x10, 14));
    }

    [Fact]
    public void Only_another_order_is_no_change_and_stays_when_the_state_is_restored()
    {
        var live = new Everything { MUint64 = { [1] = "a", [2] = "b" } };
        var differ = new StateDiffer<Everything>(live);
        live.MUint64.Remove(1);
        live.MUint64[1] = "a";
        var frame = new FrameWriter();

        differ.TryDiff(live, frame, out var size).ShouldBeFalse();
        frame.Length.ShouldBe(0);
        size.ShouldBe(differ.EncodedSize);
        differ.Restore().MUint64.Keys.ShouldBe([2UL, 1UL]);
    }

    [Fact]
    public void Rows_that_move_and_rows_that_rest_cost_no_garbage()
    {
        var live = new WideRows();
        for (var key = 0u; key < RowsMax; key++)
        {
            live.Rows[key] = new Wide { F1 = (int)key };
            live.Named[$"row {key}"] = new Wide { F1 = (int)key };
        }

        var differ = new StateDiffer<WideRows>(live);
        var frame = new FrameWriter();
        Tick();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Tick();
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);

        void Tick()
        {
            for (var tick = 0; tick < 20; tick++)
            {
                live.Rows[3].F1++;
                live.Named["row 5"].F70--;
                frame.Clear();
                differ.TryDiff(live, frame, out _).ShouldBeTrue();
                differ.Advance();
                differ.TryDiff(live, frame, out _).ShouldBeFalse();
            }
        }
    }

    [Fact]
    public void Flat_rows_are_compared_in_every_field()
    {
        foreach (var field in Wide.Descriptor.Fields.InFieldNumberOrder())
        {
            var live = new WideRows { Rows = { [1] = new Wide(), [2] = new Wide { F1 = 3 }, [3] = new Wide() } };
            var differ = new StateDiffer<WideRows>(live);
            field.Accessor.SetValue(live.Rows[2], 5);
            var frame = new FrameWriter();
            differ.TryDiff(live, frame, out var size).ShouldBeTrue();
            differ.Advance();

            var follower = new WideRows { Rows = { [1] = new Wide(), [2] = new Wide { F1 = 3 }, [3] = new Wide() } };
            StatePatchApplier.Apply(follower, StatePatch.Parser.ParseFrom(frame.Written)).ShouldBe(PatchResult.Applied);
            follower.ShouldBe(live);
            size.ShouldBe(new StateDiffer<WideRows>(live).EncodedSize);
            differ.TryDiff(live, frame, out _).ShouldBeFalse();
        }
    }

    private static void Edit<TKey>(MapField<TKey, Wide> rows, TKey key, Random random)
    {
        if (random.Next(3) == 0)
        {
            rows.Remove(key);
        }
        else if (rows.TryGetValue(key, out var row) && random.Next(2) == 0)
        {
            row.F1++;
            row.F70--;
        }
        else
        {
            rows[key] = new Wide { F64 = random.Next(2), F65 = random.Next(2) };
        }
    }

    private static void Edit(Everything live, Random random, uint key)
    {
        switch (random.Next(6))
        {
            case 0:
                live.MUint32[key] = new Entity { X = random.Next(3) };
                live.MUint64[key] = "new";
                break;
            case 1:
                live.MUint32.Remove(key);
                live.MUint64.Remove(key);
                break;
            case 2 when live.MUint32.Remove(key, out var row):
                live.MUint32[key] = row;
                break;
            case 3 when live.MUint32.TryGetValue(key, out var row):
                row.Y++;
                live.MUint64[key] = $"{row.Y}";
                break;
            case 4 when random.Next(20) == 0:
                live.MUint32.Clear();
                break;
        }
    }
}
