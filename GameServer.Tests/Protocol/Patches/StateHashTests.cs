using GameServer.Protocol.Patches;
using GameServer.Tests.Protos;
using Google.Protobuf;

namespace GameServer.Tests.Protocol.Patches;

public sealed class StateHashTests
{
    [Fact]
    public void Rows_hash_alike_in_any_order() => Hash(new Everything { MInt32 = { [1] = 2, [3] = 4 } })
        .ShouldBe(Hash(new Everything { MInt32 = { [3] = 4, [1] = 2 } }));

    [Fact]
    public void Values_that_runtimes_do_not_keep_apart_hash_alike()
    {
        var odd = BitConverter.Int64BitsToDouble(unchecked((long)0xfff8000000000123));
        Hash(new Everything { RDouble = { odd, -0.0 }, FDouble = -0.0 }).ShouldBe(Hash(new Everything { RDouble = { double.NaN, 0 } }));
        var oddFloat = BitConverter.Int32BitsToSingle(unchecked((int)0xffc00123));
        Hash(new Everything { RFloat = { oddFloat, -0f }, FFloat = -0f }).ShouldBe(Hash(new Everything { RFloat = { float.NaN, 0 } }));
    }

    [Fact]
    public void States_that_differ_hash_differently()
    {
        Everything[] states =
        [
            new(), new() { FInt32 = 1 }, new() { FUint32 = 1 }, new() { OInt32 = 0 }, new() { OInt32 = 1 }, new() { WInt32 = 0 },
            new() { WInt32 = 1 }, new() { Empty = new Empty() }, new() { Tree = new Tree() },
            new() { Tree = new Tree { Left = new Tree() } },
            new() { RInt32 = { 0 } }, new() { RInt32 = { 0, 0 } }, new() { RString = { "", "a" } }, new() { RString = { "a", "" } },
            new() { MInt32 = { [0] = 0 } }, new() { MInt32 = { [1] = 2, [3] = 4 } }, new() { MInt32 = { [1] = 4, [3] = 2 } },
            new() { CInt32 = 0 }, new() { CString = "" }, new() { FString = "\0" }, new() { FString = "\0\0" }, new() { FInt64 = 1L << 32 },
        ];
        states.Select(Hash).ShouldBeUnique();
    }

    [Fact]
    public void Unknown_fields_are_not_hashed()
    {
        var bytes = new NewerState { Turn = 1, Seed = 5, Leader = new NewerUnit { Name = "a", Health = 1 } }.ToByteArray();
        Hash(OlderState.Parser.ParseFrom(bytes)).ShouldBe(Hash(OlderState.Parser.WithDiscardUnknownFields(true).ParseFrom(bytes)));
    }

    private static ulong Hash(IMessage state) => StateHash.Compute(state);
}
