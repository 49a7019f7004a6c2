using GameServer.Telemetry;

namespace GameServer.Actors;

/// <summary>
/// The living object behind an actor's address, on its turn: made by its factory, replaced by a restart. Its steps are attempted: one that
/// throws has told nothing and stopped nothing.
/// </summary>
internal sealed class ActorInstance(ActorCell cell, Func<Actor> make)
{
    private Func<Actor>? _make = make;
    private Actor? _actor;

    /// <summary>Makes an instance and starts it; after a fault with its cause.</summary>
    internal Exception? Start(Exception? restartCause)
    {
        var mark = cell.Effects.Mark;
        try
        {
            var actor = Make();
            actor.Attach(new ActorContext(cell));
            if (restartCause is null)
            {
                actor.OnStart();
            }
            else
            {
                actor.OnRestart(restartCause);
            }

            _actor = actor;
            return null;
        }
        catch (Exception cause)
        {
            return TakeBack(mark, cause);
        }
    }

    internal Exception? Receive(object message)
    {
        var mark = cell.Effects.Mark;
        try
        {
            _actor!.Receive(message);
            return null;
        }
        catch (Exception cause)
        {
            return TakeBack(mark, cause);
        }
    }

    internal Exception? EndTurn()
    {
        var mark = cell.Effects.Mark;
        try
        {
            _actor!.OnTurnEnd();
            return null;
        }
        catch (Exception cause)
        {
            return TakeBack(mark, cause);
        }
    }

    /// <summary>Lets the instance give back what it holds. Nothing can be decided about a fault any more: it is logged.</summary>
    internal void Release()
    {
        var mark = cell.Effects.Mark;
        try
        {
            _actor?.OnStop();
        }
        catch (Exception cause)
        {
            ActorLog.FailedInOnStop(cell.System.Logger, cell.Path, TakeBack(mark, cause));
        }

        _actor = null;
    }

    private Actor Make()
    {
        var actor = _make!();
        if (!cell.MayRestart)
        {
            // Nobody asks again, and it may hold on to much.
            _make = null;
        }

        return actor;
    }

    private Exception TakeBack(int mark, Exception cause)
    {
        cell.Effects.TakeBack(mark);
        return cause;
    }
}
