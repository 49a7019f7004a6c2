using GameServer.Actors;

namespace GameServer.Tests.Actors.TestKit;

/// <summary>An actor whose parts a test writes down where it needs them.</summary>
internal sealed class ScriptedActor(Action<ActorContext, object> onReceive) : Actor
{
    internal Action<ActorContext>? Starting { get; init; }

    internal Action<ActorContext>? TurnEnding { get; init; }

    internal Action<ActorContext>? Stopping { get; init; }

    internal Action<ActorContext, Exception>? Restarting { get; init; }

    protected internal override void OnStart() => Starting?.Invoke(Context);

    protected internal override void Receive(object message) => onReceive(Context, message);

    protected internal override void OnTurnEnd() => TurnEnding?.Invoke(Context);

    protected internal override void OnStop() => Stopping?.Invoke(Context);

    protected internal override void OnRestart(Exception cause)
    {
        Restarting?.Invoke(Context, cause);
        base.OnRestart(cause);
    }
}
