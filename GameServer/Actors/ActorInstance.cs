using GameServer.Telemetry;

namespace GameServer.Actors;

/// <summary>
/// The living object behind an actor's address, on its turn: made by its factory, replaced by a restart. Its steps are attempted: one that
/// throws has told nothing and stopped nothing.
/// </summary>
internal sealed class ActorInstance(ActorCell cell, Func<Actor> make)
{
    private Actor? _actor;

    /// <summary>Makes an instance and starts it; after a fault with its cause.</summary>
    internal Exception? Start(Exception? restartCause) => Attempt((Instance: this, Cause: restartCause), static at =>
    {
        var actor = at.Instance.Make();
        if (at.Cause is null)
        {
            actor.OnStart();
        }
        else
        {
            actor.OnRestart(at.Cause);
        }

        at.Instance._actor = actor;
    });

    internal Exception? Receive(object message) =>
        Attempt((Actor: _actor!, Message: message), static at => at.Actor.Receive(at.Message));

    internal Exception? EndTurn() => Attempt(_actor!, static actor => actor.OnTurnEnd());

    /// <summary>Lets the instance give back what it holds. Nothing can be decided about a fault any more: it is logged.</summary>
    internal void Release()
    {
        if (_actor is { } actor && Attempt(actor, static actor => actor.OnStop()) is { } cause)
        {
            ActorLog.FailedInOnStop(cell.System.Logger, cell.Path, cause);
        }

        _actor = null;
    }

    private Actor Make()
    {
        var actor = make();
        actor.Attach(new ActorContext(cell));
        return actor;
    }

    private Exception? Attempt<T>(T argument, Action<T> step)
    {
        var mark = cell.Effects.Mark;
        try
        {
            step(argument);
            return null;
        }
        catch (Exception cause)
        {
            cell.Effects.TakeBack(mark);
            return cause;
        }
    }
}
