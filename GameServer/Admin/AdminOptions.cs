using System.ComponentModel.DataAnnotations;

namespace GameServer.Admin;

/// <summary>Who may look at this server, and act on it, beside its players; the configuration section "Admin".</summary>
internal sealed record AdminOptions
{
    /// <summary>Bearer tokens. Empty: /metrics, /admin and /console answer 404.</summary>
    public IReadOnlyList<AdminTokenOptions> Tokens { get; init; } = [];

    /// <summary>Wrong tokens from one address in a minute, and at once; 1 to 10,000.</summary>
    [Range(1, 10_000)]
    public int WrongTokensPerMinute { get; init; } = 10;
}

/// <summary>One token.</summary>
internal sealed record AdminTokenOptions
{
    /// <summary>Whose token it is; each has another.</summary>
    public string Name { get; init; } = "";

    /// <summary>What it may do: viewer (look) or operator (act too).</summary>
    public AdminRole Role { get; init; } = AdminRole.Viewer;

    /// <summary>The secret: 32 characters or more, all of them letters, digits or one of -._~+/=.</summary>
    public string Token { get; init; } = "";

    /// <summary>Nothing of the secret.</summary>
    public override string ToString() => $"{Name}, {Role}";
}

/// <summary>What the holder of a token may do. Each may do what those before it may.</summary>
internal enum AdminRole
{
    /// <summary>Look: figures, states.</summary>
    Viewer,

    /// <summary>Act on rooms, sessions and nodes.</summary>
    Operator,
}
