namespace GameServer.Bench.Load;

/// <summary>Which server a load runs against.</summary>
internal enum Target
{
    /// <summary>The server of this repository, through its protocol and its rooms.</summary>
    GameServer,

    /// <summary>What it is compared with.</summary>
    Baseline,

    /// <summary>Another build of the server, in the baseline's place.</summary>
    Elder,
}
