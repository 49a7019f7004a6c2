namespace GameServer.Bench.Processes;

/// <summary>CPU time used so far, user and system together, in nanoseconds; not in the clock ticks of /proc.</summary>
internal static class CpuClock
{
    /// <summary>Of a running process with all its threads, ended ones too.</summary>
    internal static long OfProcess(int process) => Native.CpuClockOf(process, out var clock) == 0
        ? Read(clock)
        : throw new IOException($"There is no CPU clock of process {process}.");

    internal static long OfThisProcess() => Read(Native.ClockProcessCpu);

    internal static long OfThisThread() => Read(Native.ClockThreadCpu);

    private static long Read(int clock) => Native.ReadClock(clock, out var time) == 0
        ? time.TotalNanoseconds
        : throw Native.Failure("clock_gettime");
}
