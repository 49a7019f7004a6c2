namespace GameServer.Bench.Processes;

/// <summary>How many sockets this process, and each server that it starts, may have.</summary>
internal static class OpenFilesLimit
{
    /// <summary>Raises the limit if it is lower, as far as this process may; answers what it is then.</summary>
    internal static int Raise(int files)
    {
        if (Native.GetLimit(Native.LimitOpenFiles, out var limit) != 0)
        {
            throw Native.Failure("getrlimit");
        }

        var wanted = (ulong)files;
        if (limit.Soft >= wanted || TrySet(wanted, Math.Max(wanted, limit.Hard)))
        {
            return files;
        }

        // Above the hard limit it takes a right that not even every root has.
        return TrySet(limit.Hard, limit.Hard) ? (int)limit.Hard : (int)limit.Soft;
    }

    private static bool TrySet(ulong soft, ulong hard) =>
        Native.SetLimit(Native.LimitOpenFiles, new Native.ResourceLimit { Soft = soft, Hard = hard }) == 0;
}
