namespace GameServer.Actors;

/// <summary>Where an effect of a turn can go: an actor or the asker of a question.</summary>
internal interface ITellTarget
{
    TellAnswer Tell(object message);
}
