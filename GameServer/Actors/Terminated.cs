namespace GameServer.Actors;

/// <summary>
/// Told once to each actor that watches <paramref name="Actor"/>, after it has stopped; also when it had stopped before the watch began.
/// As control it is received before data that still waits, the stopped actor's own last words included.
/// </summary>
internal sealed record Terminated(ActorRef Actor) : IControlMessage;
