using System.Diagnostics;

namespace GameServer.Bench.Chaos;

/// <summary>When a client sent its commands to a room and had them acknowledged, and on which node the room was. From any thread.</summary>
internal sealed class PlayLog
{
    private readonly Lock _gate = new();
    private readonly List<(long At, string Host)> _hosts = [];
    private readonly List<(long SentAt, long At)> _acknowledged = [];

    internal void Ran(string host)
    {
        lock (_gate)
        {
            if (_hosts.Count == 0 || _hosts[^1].Host != host)
            {
                _hosts.Add((Stopwatch.GetTimestamp(), host));
            }
        }
    }

    internal void Acknowledged(long sentAt)
    {
        lock (_gate)
        {
            _acknowledged.Add((sentAt, Stopwatch.GetTimestamp()));
        }
    }

    /// <summary>Where the client had last seen the room run at that time.</summary>
    internal string? HostAt(long time)
    {
        lock (_gate)
        {
            var index = _hosts.FindLastIndex(each => each.At <= time);
            return index < 0 ? null : _hosts[index].Host;
        }
    }

    /// <summary>How long after that time the first command was acknowledged that had been sent after it; null: none was.</summary>
    internal TimeSpan? FirstAfter(long time)
    {
        lock (_gate)
        {
            var first = _acknowledged.Where(each => each.SentAt > time).Select(each => (long?)each.At).Min();
            return first is { } at ? Stopwatch.GetElapsedTime(time, at) : null;
        }
    }

    /// <summary>The longest time between two acknowledgements.</summary>
    internal TimeSpan LongestGap()
    {
        lock (_gate)
        {
            var times = _acknowledged.Select(each => each.At).Order().ToList();
            return times.Zip(times.Skip(1), static (before, after) => Stopwatch.GetElapsedTime(before, after)).DefaultIfEmpty().Max();
        }
    }
}
