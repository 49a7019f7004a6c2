using GameServer.Authoring.Kernel;
using GameServer.Protocol.Codecs;
using GameServer.Sessions;
using GameServer.Telemetry;

namespace GameServer.Routing;

/// <summary>
/// What a room has published and nobody has got yet: one WebSocket message for all whose connection is in binary form, and the frames in it
/// for the others. Used by one thread at a time, at the end of the room's turns.
/// </summary>
/// <param name="bytesMax">Bytes of frames in one message; a larger frame goes alone.</param>
/// <param name="schema">The room's types.</param>
internal sealed class UpdateBatch(int bytesMax, RoomSchema schema)
{
    private readonly FrameWriter _written = new();

    // Used again for the frames of the next batch.
    private readonly List<OutgoingFrame> _frames = [];

    internal int Count { get; private set; }

    /// <summary>Of the frames.</summary>
    internal int Bytes => _written.Length - WireFrame.HeaderBytesMax;

    /// <summary>The frames as one message. Good until the next is added.</summary>
    internal ReadOnlySpan<byte> Message
    {
        get
        {
            var written = _written.Filled;
            return written[WireFrame.WriteHeaderBefore(written, WireFrame.HeaderBytesMax, WireFrame.BinaryOpcode, Bytes)..];
        }
    }

    /// <summary>One of the frames, the same for all who want it alone. Good until <see cref="Clear"/>.</summary>
    internal OutgoingFrame this[int index] => _frames[index];

    /// <summary>Puts a frame behind the others. False: together they would be more than a message may have.</summary>
    internal bool TryAdd(OutgoingFrame frame)
    {
        Invariant.Check(frame.Binary.Failure is null, "what is for all was made in binary form");
        var element = frame.Binary.Bytes.Span;
        if (Count > 0 && Bytes + element.Length > bytesMax)
        {
            return false;
        }

        if (Count == 0)
        {
            _written.GetSpan(WireFrame.HeaderBytesMax);
            _written.Advance(WireFrame.HeaderBytesMax);
        }

        var mark = _written.Length;
        _written.WriteRaw(element);
        if (_frames.Count == Count)
        {
            _frames.Add(new OutgoingFrame());
        }

        _frames[Count++].Is(_written.Since(mark), schema.State, schema.Event);
        return true;
    }

    internal void Clear()
    {
        _written.Clear();
        Count = 0;
    }
}
