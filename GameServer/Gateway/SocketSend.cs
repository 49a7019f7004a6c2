using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace GameServer.Gateway;

/// <summary>
/// send(2) without what <see cref="Socket"/> does around it, which is a twentieth of a delivery. Linux only; from any thread.
/// docs/decisions/0038-send.md.
/// </summary>
internal static class SocketSend
{
    // MSG_NOSIGNAL of Linux: a connection that is gone is an answer, no signal.
    private const int NoSignal = 0x4000;

    internal static bool IsAvailable => OperatingSystem.IsLinux();

    /// <summary>How many bytes a socket that does not block took; negative when it took none: why is for its owner to find out.</summary>
    /// <exception cref="ObjectDisposedException">The socket has been closed.</exception>
    internal static int Send(SafeSocketHandle socket, ReadOnlySpan<byte> bytes) =>
        (int)Send(socket, in MemoryMarshal.GetReference(bytes), bytes.Length, NoSignal);

    [DllImport("libc", EntryPoint = "send")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Send(SafeSocketHandle socket, in byte bytes, nint count, int flags);
}
