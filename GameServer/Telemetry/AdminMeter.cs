using System.Diagnostics.Metrics;

namespace GameServer.Telemetry;

/// <summary>What is counted of requests by operators. May be used from any thread.</summary>
internal sealed class AdminMeter : IDisposable
{
    internal const string Name = "GameServer.Admin";

    private readonly Meter _meter;
    private readonly Counter<long> _wrongTokens;
    private readonly Counter<long> _refusals;

    /// <param name="meters">Makes the server's meters; null: nobody listens to this one but by its name.</param>
    internal AdminMeter(IMeterFactory? meters = null)
    {
        _meter = meters?.Create(Name) ?? new Meter(Name);
        _wrongTokens = _meter.CreateCounter<long>("gameserver.admin.wrong_tokens", "{token}", "Tokens of operators that were nobody's");
        _refusals = _meter.CreateCounter<long>(
            "gameserver.admin.refusals", "{request}", "Requests by operators that were not let in, by error code");
    }

    internal void WrongToken() => _wrongTokens.Add(1);

    internal void Refused(string code) => _refusals.Add(1, new KeyValuePair<string, object?>("error", code));

    /// <inheritdoc />
    public void Dispose() => _meter.Dispose();
}
