using GameServer.Protocol.Patches;
using GameServer.Protocol.V1;
using GameServer.Tests.Protos;
using Google.Protobuf;

namespace GameServer.Tests.Protocol.Patches;

public sealed class StatePatchApplierTests
{
    private static readonly ByteString Seven = Bytes(0x08, 7);
    private static readonly ByteString EmptyValue = Bytes(0x12, 0);

    public static TheoryData<string, StatePatch, PatchResult> Refused() => new()
    {
        { "a row that is not there", Row(63, new RowPatch { Key = Seven, Patch = new StatePatch() }), PatchResult.Missing },
        { "a message that is not there", Message(31, new StatePatch()), PatchResult.Missing },
        { "rows of a field that is no map", Row(3, new RowPatch { Key = Seven, Removed = true }), PatchResult.WrongKind },
        { "a patch of a scalar", Message(3, new StatePatch()), PatchResult.WrongKind },
        { "a patch of a list", Message(51, new StatePatch()), PatchResult.WrongKind },
        { "a patch of a well-known type", Message(91, new StatePatch()), PatchResult.WrongKind },
        { "a patch of a wrapper", Message(85, new StatePatch()), PatchResult.WrongKind },
        { "a message patch without a patch", new StatePatch { Messages = { new MessagePatch { Field = 31 } } }, PatchResult.WrongKind },
        { "a patch of a scalar row", Row(61, new RowPatch { Key = Seven, Patch = new StatePatch() }), PatchResult.WrongKind },
        { "a row that says nothing", Row(63, new RowPatch { Key = Seven }), PatchResult.Malformed },
        { "a row without a key", Row(63, new RowPatch { Removed = true }), PatchResult.Malformed },
        { "a key of another kind", Row(72, new RowPatch { Key = Seven, Removed = true }), PatchResult.Malformed },
        { "a key with bytes after it", Row(63, new RowPatch { Key = Bytes(0x08, 7, 0), Removed = true }), PatchResult.Malformed },
        { "a value that is empty", Row(63, new RowPatch { Key = Seven, Replace = ByteString.Empty }), PatchResult.Malformed },
        { "a value that brings a key", Row(63, new RowPatch { Key = Seven, Replace = Bytes(0x12, 0, 8, 1) }), PatchResult.Malformed },
        { "bytes that are cut off", new StatePatch { Merge = Bytes(0x72, 5, 0x61) }, PatchResult.Malformed },
        {
            "a message that announces 2 GiB",
            new StatePatch { Merge = Bytes(0xfa, 0x01, 0xff, 0xff, 0xff, 0xff, 0x07, 0x10, 0x1a, 0x0e, 0x08, 0xfb, 0xd0) },
            PatchResult.Malformed
        },
        { "a wrapper that is cut off", new StatePatch { Merge = Bytes(0xaa, 0x05, 2, 0) }, PatchResult.Malformed },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_patch_that_was_not_made_for_the_state_is_refused(string what, StatePatch patch, PatchResult result) =>
        StatePatchApplier.Apply(new Everything(), patch).ShouldBe(result, what);

    [Fact]
    public void A_patch_that_is_nested_too_deeply_is_refused()
    {
        var state = new Everything { Tree = new Tree() };
        var patch = new StatePatch();
        var deepest = state.Tree;
        for (var i = 0; i < StatePatchApplier.DepthMax; i++)
        {
            patch = Message(2, patch);
            deepest = deepest.Left = new Tree();
        }

        StatePatchApplier.Apply(state, Message(33, patch)).ShouldBe(PatchResult.TooDeep);
    }

    [Fact]
    public void Clearing_a_oneof_member_that_is_not_set_leaves_the_one_that_is()
    {
        var state = new Everything { CTree = new Tree { Value = 3 } };
        StatePatchApplier.Apply(state, new StatePatch { Cleared = { 105, 107, 101 } }).ShouldBe(PatchResult.Applied);
        state.CTree.ShouldBe(new Tree { Value = 3 });
    }

    [Fact]
    public void Unknown_fields_do_not_pile_up()
    {
        var newer = new NewerState { Turn = 1, Seed = 9, Leader = new NewerUnit { Name = "a", Mount = new NewerUnit() }, Log = { "x" } };
        newer.Units[1] = new NewerUnit { Name = "u", Health = 5 };
        var state = new OlderState();
        var patch = new StatePatch { Merge = newer.ToByteString() };
        for (var i = 0; i < 100; i++)
        {
            StatePatchApplier.Apply(state, patch).ShouldBe(PatchResult.Applied);
        }

        state.ShouldBe(OlderState.Parser.WithDiscardUnknownFields(true).ParseFrom(newer.ToByteArray()));
    }

    [Fact]
    public void Fields_of_a_newer_schema_are_ignored_where_a_patch_names_them()
    {
        var state = new OlderState { Turn = 3 };
        var patch = Message(6, new StatePatch());
        patch.Cleared.Add([5u, 8u, uint.MaxValue]);
        patch.Maps.Add(new MapPatch { Field = 7, Rows = { new RowPatch() } });

        StatePatchApplier.Apply(state, patch).ShouldBe(PatchResult.Applied);
        state.ShouldBe(new OlderState { Turn = 3 });
    }

    [Fact]
    public void An_observer_is_told_each_field_and_row_with_what_it_lies_in()
    {
        var state = new Everything { OInt32 = 1, Entity = new Entity(), MUint32 = { [7] = new Entity(), [8] = new Entity() } };
        var patch = Message(31, new StatePatch { Merge = Bytes(0x10, 2) });
        patch.Cleared.Add(23);
        patch.Merge = Bytes(0x18, 0, 0xb8, 0x01, 0);
        patch.Cleared.Add(21);
        patch.Maps.Add(new MapPatch
        {
            Field = 63,
            Rows =
            {
                new RowPatch { Key = Seven, Patch = new StatePatch { Merge = Bytes(0x20, 1) } },
                new RowPatch { Key = Bytes(0x08, 8), Removed = true },
                new RowPatch { Key = Bytes(0x08, 9), Replace = EmptyValue },
                new RowPatch { Key = Bytes(0x08, 10), Removed = true },
            },
        });
        var seen = new Seen();

        StatePatchApplier.Apply(state, patch, seen).ShouldBe(PatchResult.Applied);

        seen.Lines.ShouldBe(
        [
            "o_int32 Changed", "o_double Changed", "f_int32 Changed",
            "entity Changed", "entity/x Changed",
            "m_uint32[7] Changed", "m_uint32[7]/score Added", "m_uint32[8] Removed", "m_uint32[9] Added",
        ]);
    }

    private static ByteString Bytes(params byte[] bytes) => ByteString.CopyFrom(bytes);

    private static StatePatch Row(uint field, RowPatch row) => new() { Maps = { new MapPatch { Field = field, Rows = { row } } } };

    private static StatePatch Message(uint field, StatePatch patch) =>
        new() { Messages = { new MessagePatch { Field = field, Patch = patch } } };

    private sealed class Seen : IPatchObserver
    {
        internal List<string> Lines { get; } = [];

        public void OnChange(PatchChange change) => Lines.Add($"{PathOf(change)} {change.Kind}");

        private static string PathOf(PatchChange change) =>
            (change.Parent is null ? "" : PathOf(change.Parent) + "/") + change.Field.Name + (change.Key is null ? "" : $"[{change.Key}]");
    }
}
