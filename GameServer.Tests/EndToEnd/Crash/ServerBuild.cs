namespace GameServer.Tests.EndToEnd.Crash;

/// <summary>Which release a server and its rooms are of.</summary>
internal enum ServerBuild
{
    /// <summary>The present one.</summary>
    Present,

    /// <summary>
    /// The one after it: what nodes say to one another, the format of histories and the committed ledger are each of a version one higher.
    /// </summary>
    Next,
}
