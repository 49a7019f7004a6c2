namespace GameServer.Bench.Load.Client;

/// <summary>
/// One member's check that the updates of its room follow one another without a gap (docs/PROTOCOL.md, "Following a room"). Pure.
/// </summary>
internal struct VersionChain
{
    internal ulong Epoch { get; private set; }

    internal ulong Version { get; private set; }

    /// <summary>Updates that did not lead on from where the member stood.</summary>
    internal long Broken { get; private set; }

    internal void Take(in UpdateHead update)
    {
        if (!update.IsSnapshot && (update.Epoch != Epoch || update.BaseVersion != Version || update.Version <= Version))
        {
            Broken++;
        }

        (Epoch, Version) = (update.Epoch, update.Version);
    }
}
