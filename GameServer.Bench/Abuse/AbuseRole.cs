namespace GameServer.Bench.Abuse;

/// <summary>What a client of the abuse does.</summary>
internal enum AbuseRole
{
    /// <summary>Says Hello, answers pings, and is silent. It does no harm by itself, so it must be kept.</summary>
    Idle,

    /// <summary>Says as much to a room as one client may, so that there is something to send to the deaf.</summary>
    Talker,

    /// <summary>A member of that room that reads nothing.</summary>
    Deaf,

    /// <summary>Sends many times the frames that one client may, and comes back when it is closed.</summary>
    Flooder,
}
