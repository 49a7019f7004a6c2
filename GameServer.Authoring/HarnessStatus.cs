namespace GameServer.Authoring;

/// <summary>Where a harness's player stands.</summary>
public enum HarnessStatus
{
    /// <summary>The room has not decided yet: its OnJoining awaits work.</summary>
    Waiting,

    /// <summary>A member, connected.</summary>
    Here,

    /// <summary>A member whose connection is down.</summary>
    Away,

    /// <summary>The room refused the player; see Refusal.</summary>
    Refused,

    /// <summary>A member no more; see LeftBecause.</summary>
    Left,
}
