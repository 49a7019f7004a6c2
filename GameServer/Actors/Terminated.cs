namespace GameServer.Actors;

/// <summary>Told once to each actor that watches <paramref name="Actor"/>, after it has stopped; also when it had stopped before the watch began.</summary>
internal sealed record Terminated(ActorRef Actor) : IControlMessage;
