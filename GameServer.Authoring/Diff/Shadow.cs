using GameServer.Protocol.Patches;

namespace GameServer.Authoring.Diff;

/// <summary>
/// Part of what was last published, and what the diff that is under way would make of it. A diff proposes only;
/// <see cref="Commit"/> makes what was proposed current. The hash is computed when somebody asks for it.
/// </summary>
internal abstract class Shadow
{
    /// <summary>Whether something changed since <see cref="Digest"/> was computed.</summary>
    internal bool HashIsStale { get; private set; } = true;

    /// <summary>Of a message its hash; of a map the sum of its rows' hashes; of a repeated field the hash of its items.</summary>
    internal HashDigest Digest { get; private set; }

    internal void Commit()
    {
        CommitContent();
        HashIsStale = true;
    }

    internal HashDigest Hashed(HashDigest digest)
    {
        Digest = digest;
        HashIsStale = false;
        return digest;
    }

    protected abstract void CommitContent();
}
