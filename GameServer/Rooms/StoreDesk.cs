using GameServer.Actors;

namespace GameServer.Rooms;

/// <summary>
/// One actor's way to the store: asks through the work edge, has the answer brought back as a message, and asks the same again, later and
/// later, until there is one: what became of a try that failed is unknown. Used on the actor's turn.
/// </summary>
internal sealed class StoreDesk(StoreParts parts, ActorContext context) : IDisposable
{
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LastBackoff = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _ended = new();
    private readonly Dictionary<long, Question> _questions = [];
    private long _lastNumber;

    /// <summary>A try has ended.</summary>
    internal sealed record Tried(long Number, object? Value, Exception? Failure) : IControlMessage;

    internal sealed record TryAgain(long Number) : IControlMessage;

    internal bool IsIdle => _questions.Count == 0;

    /// <summary>The answer is handled on the actor's turn.</summary>
    internal void Ask<T>(Func<IRoomStore, CancellationToken, Task<T>> question, Action<T> then)
    {
        var number = ++_lastNumber;
        _questions[number] = new Question(
            async cancel => await question(parts.Store, cancel).ConfigureAwait(false), value => then((T)value!));
        Try(number);
    }

    internal void Receive(Tried tried)
    {
        var question = _questions[tried.Number];
        var hadFailed = question.Failures > 0;
        question.IsAsked = false;
        if (tried.Failure is { } cause)
        {
            parts.Health.Failed(context.Now, cause, hadFailed);
            question.Failures++;
            var backoff = FirstBackoff * Math.Pow(2, Math.Min(question.Failures - 1, 10));
            context.StartTimer($"store {tried.Number}", backoff < LastBackoff ? backoff : LastBackoff, new TryAgain(tried.Number));
            return;
        }

        parts.Health.Answered(context.Now, hadFailed);
        _questions.Remove(tried.Number);
        question.Then(tried.Value);
    }

    internal void Receive(TryAgain again) => Try(again.Number);

    /// <summary>The actor stops: nobody waits for answers any more. Writes that are on their way may or may not be made.</summary>
    public void Dispose()
    {
        parts.Health.GaveUp(_questions.Values.Count(each => each.IsAsked), _questions.Values.Count(each => each.Failures > 0));
        _questions.Clear();
        _ended.Cancel();
        _ended.Dispose();
    }

    private void Try(long number)
    {
        var question = _questions[number];
        var asker = context.Self;
        question.IsAsked = true;
        parts.Health.Asked(context.Now);
        parts.Work.Start(question.Work, _ended.Token, (value, failure) => asker.Tell(new Tried(number, value, failure)));
    }

    private sealed class Question(Func<CancellationToken, Task<object?>> work, Action<object?> then)
    {
        internal Func<CancellationToken, Task<object?>> Work => work;

        internal Action<object?> Then => then;

        internal int Failures { get; set; }

        internal bool IsAsked { get; set; }
    }
}
