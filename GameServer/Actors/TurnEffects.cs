namespace GameServer.Actors;

/// <summary>What an actor tells and stops in one turn: kept until the end of the turn, then sent in order. On the actor's turn.</summary>
internal sealed class TurnEffects(ActorRef self, DeadLetters deadLetters)
{
    private readonly List<Effect> _effects = [];

    /// <summary>How many there are: what a step that throws has added is everything after its mark.</summary>
    internal int Mark => _effects.Count;

    /// <summary>True when the actor's own stop is among them: it receives nothing more in this turn.</summary>
    internal bool StopsSelf { get; private set; }

    internal void Tell(ITellTarget to, object message) => _effects.Add(new Effect(to, message));

    internal void Stop(ActorRef which)
    {
        _effects.Add(new Effect(which, null));
        StopsSelf |= ReferenceEquals(which, self);
    }

    internal void TakeBack(int mark)
    {
        _effects.RemoveRange(mark, _effects.Count - mark);
        StopsSelf = _effects.Exists(effect => effect.Message is null && ReferenceEquals(effect.To, self));
    }

    internal void Send()
    {
        foreach (var effect in _effects)
        {
            Send(effect);
        }

        _effects.Clear();
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
            deadLetters.Add(effect.To.ToString()!, effect.Message, reason);
        }
    }

    /// <summary>A message for someone; without a message: stop it.</summary>
    private readonly record struct Effect(ITellTarget To, object? Message);
}
