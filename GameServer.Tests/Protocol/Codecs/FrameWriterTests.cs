using GameServer.Protocol.Codecs;
using GameServer.Protocol.V1;
using Google.Protobuf;

namespace GameServer.Tests.Protocol.Codecs;

public sealed class FrameWriterTests
{
    [Theory]
    [InlineData(0UL)]
    [InlineData(127UL)]
    [InlineData(128UL)]
    [InlineData(16_383UL)]
    [InlineData(16_384UL)]
    [InlineData(uint.MaxValue)]
    [InlineData(ulong.MaxValue)]
    public void A_varint_is_written_as_the_runtime_writes_it(ulong value)
    {
        var writer = new FrameWriter();
        writer.WriteVarint(value);

        writer.Written.ToArray().ShouldBe(ByRuntime(output => output.WriteUInt64(value)));
        writer.Length.ShouldBe(FrameWriter.VarintSize(value));
    }

    [Fact]
    public void Every_kind_of_value_is_written_as_the_runtime_writes_it()
    {
        var writer = new FrameWriter();
        writer.WriteTag(5_000, WireFormat.WireType.Fixed32);
        writer.WriteFixed32(0xFEDCBA98);
        writer.WriteFixed64(0xFEDCBA9876543210);
        writer.WriteBytes([1, 2, 3]);
        writer.WriteText("Grüße 🚀");
        writer.WriteRaw([7]);

        writer.Written.ToArray().ShouldBe(ByRuntime(output =>
        {
            output.WriteTag(5_000, WireFormat.WireType.Fixed32);
            output.WriteFixed32(0xFEDCBA98);
            output.WriteFixed64(0xFEDCBA9876543210);
            output.WriteBytes(ByteString.CopyFrom(1, 2, 3));
            output.WriteString("Grüße 🚀");
            output.WriteRawTag(7);
        }));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(125)]
    [InlineData(126)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(16_380)]
    [InlineData(16_384)]
    [InlineData(3_000_000)]
    public void Nested_lengths_are_the_shortest_whatever_they_turn_out_to_be(int bytes)
    {
        var row = new RowPatch { Key = ByteString.CopyFrom(8, 1), Replace = ByteString.CopyFrom(new byte[bytes]) };
        var patch = new StatePatch { Maps = { new MapPatch { Field = 9, Rows = { row } } } };
        var writer = new FrameWriter();
        writer.WriteTag(StatePatch.MapsFieldNumber, WireFormat.WireType.LengthDelimited);
        var map = writer.BeginLength();
        writer.WriteTag(MapPatch.FieldFieldNumber, WireFormat.WireType.Varint);
        writer.WriteVarint(9);
        writer.WriteTag(MapPatch.RowsFieldNumber, WireFormat.WireType.LengthDelimited);
        var inner = writer.BeginLength();
        writer.WriteRaw(row.ToByteArray());
        writer.EndLength(inner);
        writer.EndLength(map);

        writer.Written.SequenceEqual(patch.ToByteArray()).ShouldBeTrue();
    }

    [Fact]
    public void The_runtime_can_write_into_it()
    {
        var update = new RoomUpdate { Room = 3, Events = { ByteString.CopyFrom(new byte[5_000]) } };
        var writer = new FrameWriter();
        writer.WriteRaw([1]);
        update.WriteTo(writer);

        writer.Written[1..].SequenceEqual(update.ToByteArray()).ShouldBeTrue();
    }

    [Fact]
    public void What_is_taken_back_is_written_over()
    {
        var writer = new FrameWriter();
        writer.WriteRaw([1, 2, 3]);
        writer.Truncate(1);
        writer.WriteRaw([4]);
        writer.Written.ToArray().ShouldBe([1, 4]);

        writer.Clear();
        writer.Length.ShouldBe(0);
        writer.WriteVarint(5);
        writer.Written.ToArray().ShouldBe([5]);
    }

    [Fact]
    public void What_was_known_last_comes_first_after_a_swap()
    {
        var writer = new FrameWriter();
        writer.WriteRaw([1, 2, 3, 4, 5, 6]);
        writer.Swap(1, 4);

        writer.Written.ToArray().ShouldBe([1, 5, 6, 2, 3, 4]);
    }

    private static byte[] ByRuntime(Action<CodedOutputStream> write)
    {
        using var stream = new MemoryStream();
        var output = new CodedOutputStream(stream);
        write(output);
        output.Flush();
        return stream.ToArray();
    }
}
