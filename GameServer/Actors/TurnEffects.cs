namespace GameServer.Actors;

/// <summary>What an actor tells and stops in one turn: kept until the end of the turn, then sent in order. On the actor's turn.</summary>
internal sealed class TurnEffects(ActorCell cell)
{
    private Ring<Effect> _effects;

    /// <summary>How many there are: what a step that throws has added is everything after its mark.</summary>
    internal int Mark => _effects.Count;

    /// <summary>True when the actor's own stop is among them: it receives nothing more in this turn.</summary>
    internal bool StopsSelf { get; private set; }

    internal void Tell(ITellTarget to, object message) => _effects.Enqueue(new Effect(to, message));

    internal void Stop(ActorRef which)
    {
        _effects.Enqueue(new Effect(which, null));
        StopsSelf |= ReferenceEquals(which, cell.Ref);
    }

    internal void TakeBack(int mark)
    {
        _effects.CutTo(mark);
        StopsSelf = false;
        for (var index = 0; index < mark; index++)
        {
            StopsSelf |= _effects[index].Message is null && ReferenceEquals(_effects[index].To, cell.Ref);
        }
    }

    internal void Send()
    {
        while (_effects.Count > 0)
        {
            Send(_effects.Dequeue());
        }

        StopsSelf = false;
    }

    private void Send(Effect effect)
    {
        if (effect.Message is null)
        {
            ((ActorRef)effect.To).Cell.RequestStop();
            return;
        }

        var answer = effect.To.Tell(effect.Message);
        if (answer != TellAnswer.Taken)
        {
            var reason = answer == TellAnswer.Full ? DeadLetterReason.Full : DeadLetterReason.Stopped;
            cell.System.DeadLetters.Add(effect.To.ToString()!, effect.Message, reason);
        }
    }

    /// <summary>A message for someone; without a message: stop it.</summary>
    private readonly record struct Effect(ITellTarget To, object? Message);
}
