namespace GameServer.Sessions;

/// <summary>What became of the latest requests that carried a nonce, so that a repeated one is carried out once. Pure.</summary>
internal sealed class NonceRecord<T>(int entriesMax)
    where T : class
{
    private readonly Dictionary<string, T> _outcomes = [];
    private readonly Queue<string> _order = [];

    internal IEnumerable<T> All => _outcomes.Values;

    internal T? Find(string nonce) => _outcomes.GetValueOrDefault(nonce);

    internal void Put(string nonce, T outcome)
    {
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
