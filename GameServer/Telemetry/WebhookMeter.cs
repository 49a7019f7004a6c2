using System.Diagnostics.Metrics;

namespace GameServer.Telemetry;

/// <summary>What webhooks count. May be used from any thread.</summary>
internal sealed class WebhookMeter : IDisposable
{
    internal const string Name = "GameServer.Webhooks";

    private readonly TimeProvider _time;
    private readonly Meter _meter;
    private readonly Counter<long> _delivered;
    private readonly Counter<long> _failed;
    private readonly Counter<long> _givenUp;
    private readonly Counter<long> _dropped;
    private long _waiting;
    private long _eldestTicks;

    /// <param name="time">What the age of the eldest is measured with.</param>
    /// <param name="meters">Makes the server's meters; null: nobody listens to this one but by its name.</param>
    internal WebhookMeter(TimeProvider time, IMeterFactory? meters = null)
    {
        _time = time;
        _meter = meters?.Create(Name) ?? new Meter(Name);
        _delivered = _meter.CreateCounter<long>("gameserver.webhook.delivered", "{webhook}", "Webhooks that an endpoint took");
        _failed = _meter.CreateCounter<long>("gameserver.webhook.failures", "{try}", "Tries to deliver one that failed");
        _givenUp = _meter.CreateCounter<long>("gameserver.webhook.given_up", "{webhook}", "Webhooks that no endpoint took in time");
        _dropped = _meter.CreateCounter<long>("gameserver.webhook.dropped", "{webhook}", "Webhooks that there was no room for");
        _meter.CreateObservableUpDownCounter(
            "gameserver.webhook.waiting", () => Interlocked.Read(ref _waiting), "{webhook}", "Webhooks that wait in the store");
        _meter.CreateObservableGauge("gameserver.webhook.oldest_age", OldestAge, "s", "The age of the eldest of them; 0: none waits");
    }

    internal void Delivered(string endpoint) => _delivered.Add(1, Tag(endpoint));

    internal void Failed(string endpoint) => _failed.Add(1, Tag(endpoint));

    internal void GaveUp(string endpoint) => _givenUp.Add(1, Tag(endpoint));

    internal void Dropped(long count) => _dropped.Add(count);

    /// <summary>So many wait now, since then.</summary>
    internal void Waits(long count, DateTimeOffset? eldest)
    {
        Interlocked.Exchange(ref _waiting, count);
        Interlocked.Exchange(ref _eldestTicks, eldest?.UtcTicks ?? 0);
    }

    /// <inheritdoc />
    public void Dispose() => _meter.Dispose();

    private static KeyValuePair<string, object?> Tag(string endpoint) => new("endpoint", endpoint);

    private double OldestAge() => Interlocked.Read(ref _eldestTicks) is var ticks and not 0
        ? (_time.GetUtcNow() - new DateTimeOffset(ticks, TimeSpan.Zero)).TotalSeconds
        : 0;
}
