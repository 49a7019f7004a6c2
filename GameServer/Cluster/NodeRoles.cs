namespace GameServer.Cluster;

/// <summary>What a node does.</summary>
[Flags]
internal enum NodeRoles
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>It accepts clients.</summary>
    Gateway = 1,

    /// <summary>It runs rooms.</summary>
    Host = 2,
}

/// <summary>Roles as they are configured.</summary>
internal static class NodeRolesText
{
    /// <summary>The words for them.</summary>
    internal static IReadOnlyList<string> Names(NodeRoles roles) =>
    [
        .. roles.HasFlag(NodeRoles.Gateway) ? ["gateway"] : Array.Empty<string>(),
        .. roles.HasFlag(NodeRoles.Host) ? ["host"] : Array.Empty<string>(),
    ];

    /// <returns>None when a word of it is no role, or there is none.</returns>
    internal static NodeRoles Read(string text)
    {
        var roles = NodeRoles.None;
        foreach (var word in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (word.Equals("gateway", StringComparison.OrdinalIgnoreCase))
            {
                roles |= NodeRoles.Gateway;
            }
            else if (word.Equals("host", StringComparison.OrdinalIgnoreCase))
            {
                roles |= NodeRoles.Host;
            }
            else
            {
                return NodeRoles.None;
            }
        }

        return roles;
    }
}
