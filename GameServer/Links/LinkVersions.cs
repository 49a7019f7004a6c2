namespace GameServer.Links;

/// <summary>
/// The versions of what nodes say to one another that a release speaks. A release that brings a new one still speaks the one before, so
/// that nodes of both work side by side while a cluster is deployed.
/// </summary>
internal readonly record struct LinkVersions(uint Eldest, uint Newest)
{
    /// <summary>Those of this release.</summary>
    internal static readonly LinkVersions Present = new(1, 2);

    /// <summary>The first one in which nodes answer operators' questions for one another.</summary>
    internal const uint Questions = 2;

    /// <summary>The newest that both speak; null: there is none.</summary>
    internal uint? Common(LinkVersions other)
    {
        var newest = Math.Min(Newest, other.Newest);
        return newest >= Math.Max(Eldest, other.Eldest) ? newest : null;
    }
}
