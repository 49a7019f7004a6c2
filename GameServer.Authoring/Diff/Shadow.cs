namespace GameServer.Authoring.Diff;

/// <summary>
/// Part of what was last published, and what the diff that is under way would make of it. A diff writes <see cref="Pending"/> only;
/// <see cref="Commit"/> makes it current.
/// </summary>
internal abstract class Shadow
{
    internal Measured Current { get; private set; }

    internal Measured Pending { get; set; }

    internal void Commit()
    {
        CommitContent();
        Current = Pending;
    }

    /// <summary>For a shadow that is new: what it was made with is current.</summary>
    protected void Begin(Measured measured)
    {
        Current = measured;
        Pending = measured;
    }

    protected abstract void CommitContent();
}
