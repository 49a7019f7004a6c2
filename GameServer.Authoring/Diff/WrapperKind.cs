using GameServer.Protocol.Patches;
using Google.Protobuf;

namespace GameServer.Authoring.Diff;

/// <summary>
/// The well-known wrapper messages, which the runtime shows as nullable values: on the wire and in the hash they are messages with one
/// field. <paramref name="open"/> takes the value out of a wrapper that is there.
/// </summary>
internal sealed class WrapperKind<TWrapper, TValue>(ValueKind<TValue> inner, Func<TWrapper, TValue> open) : ValueKind<TWrapper>
{
    private const int ValueNumber = 1;

    internal override WireFormat.WireType WireType => WireFormat.WireType.LengthDelimited;

    internal override bool Same(TWrapper left, TWrapper right) =>
        left is null || right is null ? left is null && right is null : inner.Same(open(left), open(right));

    internal override bool IsDefault(TWrapper value) => value is null;

    internal override void Write(PatchWriter writer, TWrapper value)
    {
        var mark = writer.Frame.BeginLength();
        if (!inner.IsDefault(open(value)))
        {
            writer.Frame.WriteTag(ValueNumber, inner.WireType);
            inner.Write(writer, open(value));
        }

        writer.Frame.EndLength(mark);
    }

    internal override int Size(TWrapper value) =>
        PatchWriter.LengthSize(inner.IsDefault(open(value)) ? 0 : PatchWriter.TagSize(ValueNumber) + inner.Size(open(value)));

    internal override void Hash(TWrapper value, ref HashLanes lanes)
    {
        var wrapper = HashLanes.Start();
        if (!inner.HashesAsDefault(open(value)))
        {
            wrapper.Word(ValueNumber);
            inner.Hash(open(value), ref wrapper);
        }

        lanes.Digest(wrapper.Finish());
    }
}
