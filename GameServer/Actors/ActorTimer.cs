namespace GameServer.Actors;

/// <summary>A timer of an actor; as a message in its mailbox: that it is due. Written on the actor's turn.</summary>
internal sealed class ActorTimer(Mailbox mailbox) : TimerEntry
{
    internal string Key { get; set; } = "";

    /// <summary>What is delivered; null when its key does not hold it any more.</summary>
    internal object? Message { get; set; }

    /// <summary>The actor's next timer.</summary>
    internal ActorTimer? Next { get; set; }

    internal override void OnDue() => mailbox.PutSignal(this);
}
