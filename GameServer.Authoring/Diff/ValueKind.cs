using GameServer.Protocol.Patches;
using Google.Protobuf;

namespace GameServer.Authoring.Diff;

/// <summary>How values of one protobuf kind are compared, written, measured and hashed.</summary>
internal abstract class ValueKind<TValue>
{
    internal abstract WireFormat.WireType WireType { get; }

    /// <summary>Bit by bit the same, unknown fields left out.</summary>
    internal abstract bool Same(TValue left, TValue right);

    /// <summary>The value that an absent field has, bit by bit.</summary>
    internal abstract bool IsDefault(TValue value);

    /// <summary>Without a tag, with its length where the wire type has one.</summary>
    internal abstract void Write(PatchWriter writer, TValue value);

    /// <summary>Bytes that <see cref="Write"/> makes.</summary>
    internal abstract int Size(TValue value);

    internal abstract void Hash(TValue value, ref HashLanes lanes);

    /// <summary>What a shadow keeps: the value itself, unless it can change behind the shadow's back.</summary>
    internal virtual TValue Copy(TValue value) => value;

    /// <summary>Whether the hash takes the value for an absent one.</summary>
    internal virtual bool HashesAsDefault(TValue value) => IsDefault(value);

    /// <summary>Whether a runtime may fail to take over this value, or to leave it, by a merge alone: clear first.</summary>
    internal virtual bool IsUnmergeable(TValue value) => false;
}
