using GameServer.Actors;
using GameServer.Bench.Load.Client;
using GameServer.Bench.Processes;

namespace GameServer.Bench.Commits;

/// <summary>Tells rooms commands at given times, evenly over all rooms, from a thread of its own.</summary>
internal sealed class CommitPace : IDisposable
{
    private readonly IReadOnlyList<ActorRef> _rooms;
    private readonly SendSchedule _schedule;
    private readonly Thread _thread;
    private volatile bool _isStopped;

    internal CommitPace(IReadOnlyList<ActorRef> rooms, int perSecond)
    {
        _rooms = rooms;
        _schedule = new SendSchedule(rooms.Count, Clock.Second * rooms.Count / perSecond, Clock.Now);
        _thread = new Thread(Run) { IsBackground = true, Name = "pace" };
        _thread.Start();
    }

    /// <summary>Nothing more is told when this returns.</summary>
    public void Dispose()
    {
        _isStopped = true;
        _thread.Join();
    }

    private void Run()
    {
        using var poller = new Poller();
        _ = Native.ControlProcess(Native.OptionTimerSlack, 1, 0, 0, 0);
        while (!_isStopped)
        {
            while (_schedule.TryTake(Clock.Now, out var room, out var meantFor))
            {
                _rooms[room].Tell(new BusyRoom.Say(meantFor));
            }

            poller.Wait(_schedule.NextDue - Clock.Now);
        }
    }
}
