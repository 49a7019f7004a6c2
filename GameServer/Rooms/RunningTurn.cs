using GameServer.Authoring;
using GameServer.Authoring.Kernel;

namespace GameServer.Rooms;

/// <summary>
/// Which turn of a room runs now, for the watch that names blocked ones, and how it keeps up with its ticks. Written by the room, read from
/// any thread.
/// </summary>
internal sealed class RunningTurn(RoomEntry room)
{
    private const long None = 0;

    private IRoomKernel? _kernel;
    private long _number;
    private long _sinceTicks;
    private volatile RoomLoad _load;

    internal RoomEntry Room => room;

    internal RoomLoad Load
    {
        get => _load;
        set => _load = value;
    }

    /// <summary>The running turn, or null between turns. Each turn has a number of its own.</summary>
    internal Turn? Now
    {
        get
        {
            // A turn that ends and another that begins between these reads make one that seems younger than it is: it is looked at again.
            var number = Volatile.Read(ref _number);
            var since = Volatile.Read(ref _sinceTicks);
            return since == None || number != Volatile.Read(ref _number)
                ? null
                : new Turn(number, new DateTimeOffset(since, TimeSpan.Zero), _kernel?.RunningHandler);
        }
    }

    internal void Begin(IRoomKernel kernel, DateTimeOffset since)
    {
        _kernel = kernel;
        Volatile.Write(ref _number, _number + 1);
        Volatile.Write(ref _sinceTicks, since.UtcTicks);
    }

    internal void End() => Volatile.Write(ref _sinceTicks, None);

    /// <param name="Number">One more than the turn's before.</param>
    /// <param name="Since">When it began.</param>
    /// <param name="Handler">The author's handler that runs; null between handlers.</param>
    internal readonly record struct Turn(long Number, DateTimeOffset Since, string? Handler);
}
