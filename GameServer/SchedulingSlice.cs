using System.Runtime.InteropServices;

namespace GameServer;

/// <summary>
/// For how long a thread asks to run before another one is considered: short, where its turns are. Linux (6.12 and later,
/// EEVDF; sched_setattr(2)) then lets a thread that bytes have woken run at once and finish what it says to a room, in place of giving the
/// processor to the first client that it wakes. Its share of the processor stays what it was. docs/decisions/0037-short-slices.md.
/// </summary>
internal static class SchedulingSlice
{
    /// <summary>The shortest that the kernel takes: 0.1 ms, in nanoseconds.</summary>
    internal const ulong Shortest = 100_000;

    private const uint Normal = 0;
    private const ulong ResetOnFork = 1;

    // The C library has no names for these calls yet, so they go by the kernel's numbers.
    private static (nint Set, nint Get)? Numbers => RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 when OperatingSystem.IsLinux() => (314, 315),
        Architecture.Arm64 when OperatingSystem.IsLinux() => (274, 275),
        _ => null,
    };

    /// <summary>
    /// For one thread of this process, and not for those that it will start. Nothing is done where the kernel knows no slices, where the
    /// operator chose another policy than the normal one, a nice value below 0 (which those that it starts would lose) or a slice as short
    /// already; and if the kernel refuses, all stays.
    /// </summary>
    internal static void Shorten(int thread)
    {
        if (Of(thread) is { Policy: Normal, Nice: >= 0, Slice: > Shortest } present && Numbers is { } numbers)
        {
            present.Flags |= ResetOnFork;
            present.Slice = Shortest;
            _ = Set(numbers.Set, thread, in present, 0);
        }
    }

    /// <summary>What a thread has, in nanoseconds; a process is its first thread. 0 where the kernel does not know.</summary>
    internal static ulong Read(int thread) => Of(thread)?.Slice ?? 0;

    private static Attributes? Of(int thread)
    {
        var found = new Attributes();
        return Numbers is { } numbers && Get(numbers.Get, thread, ref found, Attributes.Bytes, 0) == 0 ? found : null;
    }

    [DllImport("libc", EntryPoint = "syscall")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Set(nint number, nint thread, in Attributes attributes, nint flags);

    [DllImport("libc", EntryPoint = "syscall")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Get(nint number, nint thread, ref Attributes attributes, nint bytes, nint flags);

    /// <summary>struct sched_attr, its first version.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Attributes
    {
        internal const int Bytes = 48;

        internal uint Size = Bytes;
        internal uint Policy;
        internal ulong Flags;
        internal int Nice;
        internal uint Priority;
        internal ulong Slice;
        internal ulong Deadline;
        internal ulong Period;

        public Attributes()
        {
        }
    }
}
