using GameServer.Telemetry;
using Microsoft.Extensions.Logging;

namespace GameServer.Rooms;

/// <summary>Whether the store answers. Told by everyone who asks it, read by those who take on work for it; from any thread.</summary>
internal sealed class StoreHealth(ILogger<StoreHealth> log)
{
    private readonly Lock _gate = new();
    private int _asked;
    private int _failing;
    private DateTimeOffset? _unansweredSince;
    private DateTimeOffset _failedAt;
    private long _failures;

    /// <summary>Tries that failed.</summary>
    internal long Failures => Interlocked.Read(ref _failures);

    /// <summary>For how long something has been asked and nothing answered; zero: it answers, or nothing is asked.</summary>
    internal TimeSpan Silence(DateTimeOffset now)
    {
        lock (_gate)
        {
            return _unansweredSince is { } since && now > since ? now - since : TimeSpan.Zero;
        }
    }

    internal void Asked(DateTimeOffset now)
    {
        lock (_gate)
        {
            _asked++;
            _unansweredSince ??= now;
        }
    }

    /// <summary>A question got its answer. If it had failed before and nothing else fails, the store is back.</summary>
    internal void Answered(DateTimeOffset now, bool hadFailed)
    {
        lock (_gate)
        {
            _asked--;
            if (hadFailed && --_failing == 0)
            {
                log.StoreBack((long)(now - _failedAt).TotalMilliseconds);
            }

            _unansweredSince = _asked > 0 || _failing > 0 ? now : null;
        }
    }

    /// <summary>A try failed; the question is asked again.</summary>
    internal void Failed(DateTimeOffset now, Exception cause, bool hadFailed)
    {
        lock (_gate)
        {
            _asked--;
            _failures++;
            if (!hadFailed && ++_failing == 1)
            {
                _failedAt = now;
                log.StoreFails(cause);
            }
        }
    }

    /// <summary>Whoever asked is gone: its questions, and those among them that failed, count no more.</summary>
    internal void GaveUp(int asked, int failing)
    {
        lock (_gate)
        {
            _asked -= asked;
            _failing -= failing;
            _unansweredSince = _asked > 0 || _failing > 0 ? _unansweredSince : null;
        }
    }
}
