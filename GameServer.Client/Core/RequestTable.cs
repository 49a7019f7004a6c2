namespace GameServer.Client.Core;

/// <summary>The requests that wait for an answer, by the number under which they were sent.</summary>
internal sealed class RequestTable
{
    private readonly SortedDictionary<uint, ClientRequest> _waiting = [];
    private uint _lastId;

    internal IReadOnlyCollection<KeyValuePair<uint, ClientRequest>> Waiting => _waiting;

    internal uint Add(ClientRequest request)
    {
        _lastId = _lastId == uint.MaxValue ? 1 : _lastId + 1;
        _waiting[_lastId] = request;
        return _lastId;
    }

    internal ClientRequest? Find(uint id) => _waiting.TryGetValue(id, out var request) ? request : null;

    internal bool Remove(uint id) => _waiting.Remove(id);

    /// <summary>Takes out those that match, in the order in which they were asked.</summary>
    internal List<TRequest> Take<TRequest>(Func<TRequest, bool> matches)
        where TRequest : ClientRequest
    {
        var taken = new List<TRequest>();
        foreach (var (id, request) in _waiting.ToList())
        {
            if (request is TRequest wanted && matches(wanted))
            {
                _waiting.Remove(id);
                taken.Add(wanted);
            }
        }

        return taken;
    }

    /// <summary>When the next request is to be sent again; null when all of them only wait.</summary>
    internal long? NextRetryMs => _waiting.Values.Min(request => request.RetryAtMs);
}
