namespace GameServer.Authoring;

/// <summary>A handler threw, or made the state too large; what it did was rolled back.</summary>
/// <param name="Handler">For example OnCommand.</param>
/// <param name="Cause">What it threw.</param>
/// <param name="Sender">The display name of the player whose command or request it worked on, if any.</param>
public sealed record HarnessFault(string Handler, Exception Cause, string? Sender);
