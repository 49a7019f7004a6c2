namespace GameServer.Sessions;

/// <summary>
/// What became of the latest requests that carried a nonce, so that a repeated one is carried out once. Keeps nothing before the first.
/// Pure.
/// </summary>
internal sealed class NonceRecord<T>(int entriesMax)
    where T : class
{
    private Dictionary<string, T>? _outcomes;
    private Queue<string>? _order;

    internal IEnumerable<T> All => _outcomes?.Values ?? Enumerable.Empty<T>();

    internal T? Find(string nonce) => _outcomes?.GetValueOrDefault(nonce);

    internal void Put(string nonce, T outcome)
    {
        _outcomes ??= [];
        _order ??= [];
        if (_outcomes.TryAdd(nonce, outcome))
        {
            _order.Enqueue(nonce);
        }
        else
        {
            _outcomes[nonce] = outcome;
        }

        while (_order.Count > entriesMax)
        {
            _outcomes.Remove(_order.Dequeue());
        }
    }
}
