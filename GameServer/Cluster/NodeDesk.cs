using GameServer.Actors;

namespace GameServer.Cluster;

/// <summary>
/// The cluster actor's way to the store of nodes: asks through the work edge, where it is noted when the question was sent, and has what
/// came of it brought back as a message. A try that takes too long has failed. Used on the actor's turn.
/// </summary>
internal sealed class NodeDesk(ClusterParts parts, ActorContext context, TimeSpan patience) : IDisposable
{
    private readonly CancellationTokenSource _ended = new();
    private readonly Dictionary<long, Action<Tried>> _questions = [];
    private long _lastNumber;

    /// <summary>A try has ended, at that timestamp; it was sent at the other.</summary>
    internal sealed record Tried(long Number, object? Value, Exception? Failure, long SentAt, long EndedAt) : IControlMessage;

    /// <summary>What comes of it is handled on the actor's turn.</summary>
    internal void Ask(Func<INodeStore, CancellationToken, Task<object?>> question, Action<Tried> then)
    {
        var number = ++_lastNumber;
        _questions[number] = then;
        var asker = context.Self;
        var sentAt = 0L;
        parts.Work.Start(
            async cancel =>
            {
                using var late = new CancellationTokenSource(patience, parts.Time);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, late.Token);
                sentAt = parts.Time.GetTimestamp();
                return await question(parts.Store, either.Token).ConfigureAwait(false);
            },
            _ended.Token,
            (value, failure) => asker.Tell(new Tried(number, value, failure, sentAt, parts.Time.GetTimestamp())));
    }

    internal void Receive(Tried tried)
    {
        if (_questions.Remove(tried.Number, out var then))
        {
            then(tried);
        }
    }

    /// <summary>The actor stops: nobody waits for answers any more.</summary>
    public void Dispose()
    {
        _questions.Clear();
        _ended.Cancel();
        _ended.Dispose();
    }
}
