using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace GameServer.Gateway;

/// <summary>
/// The connections whose first request has not come whole. Reading of one that takes longer than a handshake may is cancelled, and so is
/// that of all when the server stops, within a tenth of a second. One timer looks after them, and only while there are any: a registration
/// on each connection's own token would leave its node there for as long as the connection lives. May be used from any thread.
/// </summary>
internal sealed class AwaitedRequests
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private readonly Dictionary<ConnectionContext, long> _since = [];
    private readonly TimeProvider _time;
    private readonly TimeSpan _patience;
    private readonly ITimer _sweep;

    /// <param name="patience">How long a request is awaited.</param>
    /// <param name="time">The steady clock.</param>
    internal AwaitedRequests(TimeSpan patience, TimeProvider time)
    {
        (_patience, _time) = (patience, time);
        _sweep = time.CreateTimer(_ => Sweep(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    internal void Add(ConnectionContext connection)
    {
        lock (_lock)
        {
            _since.Add(connection, _time.GetTimestamp());
            if (_since.Count == 1)
            {
                _sweep.Change(SweepInterval, SweepInterval);
            }
        }
    }

    /// <summary>
    /// Whether the connection was awaited until now. If not, its reading is cancelled, now or soon, and nobody else must begin to read.
    /// </summary>
    internal bool TryRemove(ConnectionContext connection)
    {
        lock (_lock)
        {
            var isHere = _since.Remove(connection);
            RestIfEmpty();
            return isHere;
        }
    }

    private static bool IsToClose(ConnectionContext connection) =>
        connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested.IsCancellationRequested == true;

    private void Sweep()
    {
        var now = _time.GetTimestamp();
        List<ConnectionContext> due;
        lock (_lock)
        {
            due = [.. _since.Where(one => _time.GetElapsedTime(one.Value, now) >= _patience || IsToClose(one.Key)).Select(one => one.Key)];
            due.ForEach(connection => _since.Remove(connection));
            RestIfEmpty();
        }

        due.ForEach(static connection => connection.Transport.Input.CancelPendingRead());
    }

    private void RestIfEmpty()
    {
        if (_since.Count == 0)
        {
            _sweep.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }
}
