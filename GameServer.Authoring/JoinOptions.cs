namespace GameServer.Authoring;

/// <summary>What a player handed in with its wish to join.</summary>
/// <param name="Values">The client's options by name; untrusted text.</param>
/// <param name="HasSeat">True when the player came with a valid reserved seat.</param>
public sealed record JoinOptions(IReadOnlyDictionary<string, string> Values, bool HasSeat);
