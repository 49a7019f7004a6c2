using GameServer.Actors;

namespace GameServer;

/// <summary>
/// Shows that timers, the scheduler and mailboxes get on: a message to an actor that comes back again and again. From any thread.
/// </summary>
internal sealed class Pulse(TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private long _beatAt = time.GetTimestamp();

    /// <summary>Since the last beat; about a second at most where all is well.</summary>
    internal TimeSpan Silence => time.GetElapsedTime(Volatile.Read(ref _beatAt));

    /// <summary>From now on it beats.</summary>
    internal void Start(ActorSystem actors) => actors.Spawn("pulse", () => new Heart(this));

    private void Beat() => Volatile.Write(ref _beatAt, time.GetTimestamp());

    private sealed class Heart(Pulse pulse) : Actor
    {
        protected internal override void OnStart() => Arm();

        protected internal override void Receive(object message)
        {
            pulse.Beat();
            Arm();
        }

        private void Arm() => Context.StartTimer("beat", Interval, Due.Instance);
    }

    private sealed record Due : IControlMessage
    {
        internal static readonly Due Instance = new();
    }
}
