using GameServer.Protocol.Codecs;
using GameServer.Protocol.V1;
using Google.Protobuf;

namespace GameServer.Authoring.Diff;

/// <summary>
/// One walk over live state and shadow: where the patch is written, and the shadows to commit if the patch is published. Kept by one
/// differ and reused for every diff.
/// </summary>
internal sealed class DiffWalk
{
    /// <summary>
    /// How deep patches are nested; below, whole messages are sent. Three levels of the wire's messages each, so that a patch in its
    /// update in its batch stays under the parsers' limit of 100.
    /// </summary>
    internal const int PatchDepthMax = 24;

    private readonly List<Shadow> _changed = [];
    private readonly List<int> _cleared = [];

    internal PatchWriter Writer { get; } = new(new FrameWriter());

    internal FrameWriter Frame => Writer.Frame;

    /// <summary>Whether the message being walked may hold patches of messages in it.</summary>
    internal bool MayNest => Writer.Depth < PatchDepthMax;

    /// <summary>How many cleared fields wait, those of outer messages with them.</summary>
    internal int ClearedCount => _cleared.Count;

    internal void Changed(Shadow shadow) => _changed.Add(shadow);

    internal void Clear(int number) => _cleared.Add(number);

    internal void Reset(FrameWriter frame)
    {
        Writer.Reset(frame);
        _changed.Clear();
        _cleared.Clear();
    }

    internal void Commit()
    {
        foreach (var shadow in _changed)
        {
            shadow.Commit();
        }

        _changed.Clear();
    }

    /// <summary>
    /// Writes the cleared fields of one message, those from index <paramref name="first"/> on. They come first in a patch but are known
    /// last: so they change places with what was written from <paramref name="start"/> on.
    /// </summary>
    internal void WriteCleared(int first, int start)
    {
        if (_cleared.Count == first)
        {
            return;
        }

        var middle = Frame.Length;
        Frame.WriteTag(StatePatch.ClearedFieldNumber, WireFormat.WireType.LengthDelimited);
        var mark = Frame.BeginLength();
        for (var i = first; i < _cleared.Count; i++)
        {
            Frame.WriteVarint((uint)_cleared[i]);
        }

        Frame.EndLength(mark);
        Frame.Swap(start, middle);
        _cleared.RemoveRange(first, _cleared.Count - first);
    }
}
