namespace GameServer.Actors;

/// <summary>What became of a message that was told to an actor.</summary>
internal enum TellAnswer
{
    /// <summary>It waits in the mailbox and will be received, unless the actor stops first.</summary>
    Taken,

    /// <summary>The lane it belongs to holds as many messages as it may; the message was not taken.</summary>
    Full,

    /// <summary>The actor has stopped or is stopping; the message was not taken.</summary>
    Stopped,
}
