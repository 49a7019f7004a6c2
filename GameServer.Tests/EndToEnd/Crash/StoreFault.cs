namespace GameServer.Tests.EndToEnd.Crash;

/// <summary>What is wrong with the store of a server that is to be killed.</summary>
internal enum StoreFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It says that appends are made before they are.</summary>
    Hasty,

    /// <summary>It forgets the numbers of commands.</summary>
    Forgetful,
}
