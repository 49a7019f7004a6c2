namespace GameServer.Authoring.Diff;

/// <summary>One walk over live state and shadow: the patch's bytes, and the shadows to commit if the patch is published.</summary>
internal sealed class DiffWalk
{
    /// <summary>
    /// How deep patches are nested; below, whole messages are sent. Three levels of the wire's messages each, so that a patch in its
    /// update in its batch stays under the parsers' limit of 100.
    /// </summary>
    internal const int PatchDepthMax = 24;

    private readonly List<Shadow> _changed = [];

    internal PatchWriter Writer { get; } = new();

    /// <summary>Whether the message being walked may hold patches of messages in it.</summary>
    internal bool MayNest => Writer.Depth < PatchDepthMax;

    internal void Changed(Shadow shadow) => _changed.Add(shadow);

    internal void Reset()
    {
        Writer.Reset();
        _changed.Clear();
    }

    internal void Commit()
    {
        foreach (var shadow in _changed)
        {
            shadow.Commit();
        }

        _changed.Clear();
    }
}
