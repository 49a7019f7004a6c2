using GameServer.Protocol.Patches;
using GameServer.Protocol.V1;
using GameServer.Tests.Protos;
using Google.Protobuf;

namespace GameServer.Tests.Protocol.Patches;

public sealed class StatePatchJsonTests
{
    [Fact]
    public void A_key_of_another_kind_is_no_patch_of_the_type()
    {
        var patch = new StatePatch { Maps = { new MapPatch { Field = 72, Rows = { new RowPatch { Key = Bytes(8, 1) } } } } };
        Should.Throw<FormatException>(() => StatePatchJson.ToJson(Everything.Descriptor, patch));
    }

    [Fact]
    public void Zeros_are_written_and_unknown_fields_are_not()
    {
        var merge = Bytes(0x18, 0, 0xb8, 0x01, 0, 0xca, 0x02, 2, 0, 5, 0xf8, 0x3f, 1);
        var patch = new StatePatch { Cleared = { 41, 900 }, Merge = merge };
        StatePatchJson.ToJson(Everything.Descriptor, patch)
            .ShouldBe("""{"cleared":[ "rInt32" ],"changed":{"fInt32":0,"oInt32":0,"rInt32":[ 0, 5 ]}}""");
    }

    [Fact]
    public void Rows_are_keyed_by_their_keys_text()
    {
        var rows = new MapPatch { Field = 71 };
        rows.Rows.Add(new RowPatch { Key = Bytes(8, 0), Removed = true });
        rows.Rows.Add(new RowPatch { Key = Bytes(8, 1), Patch = new StatePatch { Merge = Bytes(0x10, 0) } });
        var text = new RowPatch { Key = Bytes(8, 5), Replace = Bytes(0x12, 0) };
        var texts = new MapPatch { Field = 64, Rows = { text } };

        StatePatchJson.ToJson(Everything.Descriptor, new StatePatch { Maps = { rows, texts } })
            .ShouldBe("""{"rows":{"mBool":{"false":{"removed":true},"true":{"changed":{"x":0}}},"mUint64":{"5":{"replace":""}}}}""");
    }

    [Fact]
    public void The_empty_patch_is_an_empty_object() => StatePatchJson.ToJson(Everything.Descriptor, new StatePatch()).ShouldBe("{}");

    private static ByteString Bytes(params byte[] bytes) => ByteString.CopyFrom(bytes);
}
