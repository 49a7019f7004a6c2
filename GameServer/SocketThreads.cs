using System.Globalization;
using System.Net.Sockets;

namespace GameServer;

/// <summary>
/// The runtime's own threads that are told of sockets, on which what arrives is handled: they, and no others, ask for short slices
/// (<see cref="SchedulingSlice"/>).
/// </summary>
internal static class SocketThreads
{
    /// <summary>What the runtime calls them.</summary>
    internal const string Name = ".NET Sockets";

    /// <summary>Starts all of them, in place of the first socket that is opened. Their settings must be made.</summary>
    internal static void Start()
    {
        // The first wait for a socket starts them. Nobody can reach this one.
        using var wait = new SocketAsyncEventArgs();
        wait.SetBuffer(new byte[1]);
        using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        socket.ReceiveAsync(wait);
        foreach (var thread in Of(Environment.ProcessId))
        {
            SchedulingSlice.Shorten(thread);
        }
    }

    /// <summary>Those of a process; none where there is no /proc.</summary>
    internal static IEnumerable<int> Of(int process)
    {
        var folder = $"/proc/{process}/task";
        return from thread in Directory.Exists(folder) ? Directory.EnumerateDirectories(folder) : []
               where IsNamed(thread)
               select int.Parse(Path.GetFileName(thread), CultureInfo.InvariantCulture);
    }

    private static bool IsNamed(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "comm")).TrimEnd() == Name;
        }
        catch (IOException)
        {
            // Another thread, which has just ended.
            return false;
        }
    }
}
