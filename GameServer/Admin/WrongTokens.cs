using GameServer.Sessions;
using Microsoft.AspNetCore.Http;

namespace GameServer.Admin;

/// <summary>
/// How fast tokens may be guessed from one address. Who has guessed too often gets no token compared, not even a right one: the answer
/// would be one more guess. May be used from any thread.
/// </summary>
/// <param name="perMinute">Wrong tokens, steadily and at once.</param>
/// <param name="time">The clock.</param>
/// <param name="addressOf">Where a request comes from.</param>
internal sealed class WrongTokens(int perMinute, TimeProvider time, Func<HttpContext, string> addressOf)
{
    /// <summary>Addresses that are remembered; all further ones share one allowance.</summary>
    internal const int AddressesMax = 10_000;

    private const int SecondsPerMinute = 60;
    private const string Others = "";

    private readonly Lock _lock = new();
    private readonly Dictionary<string, TokenBucket> _buckets = new(StringComparer.Ordinal);

    // A bucket gets whole tokens each second: a guess takes as many of them as a minute has seconds.
    private int Burst => perMinute * SecondsPerMinute;

    private TimeSpan Now => time.GetElapsedTime(0);

    /// <summary>Looks for whose token it is, unless too many from there were nobody's.</summary>
    /// <param name="context">The request.</param>
    /// <param name="find">Whose it is; null: nobody's.</param>
    /// <param name="wait">How long no token from there is looked at; zero: this one was.</param>
    internal AdminIdentity? Find(HttpContext context, Func<AdminIdentity?> find, out TimeSpan wait)
    {
        var address = addressOf(context);
        lock (_lock)
        {
            wait = WaitOf(address);
            if (wait > TimeSpan.Zero)
            {
                return null;
            }

            var found = find();
            if (found is null)
            {
                Count(address);
            }

            return found;
        }
    }

    private TimeSpan WaitOf(string address)
    {
        if (!_buckets.TryGetValue(Known(address), out var bucket))
        {
            return TimeSpan.Zero;
        }

        bucket.Owe(0, Now);
        return TimeSpan.FromSeconds(bucket.Missing(SecondsPerMinute) / perMinute);
    }

    private void Count(string address)
    {
        if (_buckets.Count >= AddressesMax)
        {
            Forget();
        }

        var key = Known(address);
        var bucket = _buckets.TryGetValue(key, out var known) ? known : new TokenBucket(perMinute, Burst, Now);
        bucket.Owe(SecondsPerMinute, Now);
        _buckets[key] = bucket;
    }

    private string Known(string address) => _buckets.Count < AddressesMax || _buckets.ContainsKey(address) ? address : Others;

    // Those of which nothing is missing are as good as new.
    private void Forget()
    {
        foreach (var (address, bucket) in _buckets.ToList())
        {
            var present = bucket;
            present.Owe(0, Now);
            if (present.Missing(Burst) <= 0)
            {
                _buckets.Remove(address);
            }
        }
    }
}
