namespace GameServer.Tests.EndToEnd.Crash;

/// <summary>Which release of the tests' rooms a server has.</summary>
internal enum ServerBuild
{
    /// <summary>The present one.</summary>
    Present,

    /// <summary>The one after it: the version of the committed ledger is one higher.</summary>
    Next,
}
