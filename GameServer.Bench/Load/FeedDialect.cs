using GameServer.Bench.Load.Client;
using GameServer.Games.Feed;
using GameServer.Protocol.Patches;
using GameServer.Protocol.V1;

namespace GameServer.Bench.Load;

/// <summary>
/// One more client beside a load's own, in the feed room that tells once a second what the server counts. It comes so seldom that it uses
/// the protocol's own classes.
/// </summary>
internal sealed class FeedDialect() : GameDialect(new Quiet(), "feed")
{
    private FeedState _state = new();

    /// <summary>The newest reading, and when it came; null before the first.</summary>
    internal FeedReading? Newest { get; private set; }

    /// <summary>Readings that came.</summary>
    internal int Count { get; private set; }

    /// <summary>Sessions at the server by its newest reading, those of players who are away too.</summary>
    internal long Sessions => Newest is null ? 0 : Value("sessions");

    internal override void Update(LoadClient client, in UpdateHead update, ReadOnlySpan<byte> patch)
    {
        base.Update(client, update, patch);
        if (update.IsSnapshot)
        {
            _state = new FeedState();
        }

        if (patch.IsEmpty)
        {
            return;
        }

        var result = StatePatchApplier.Apply(_state, StatePatch.Parser.ParseFrom(patch));
        if (result != PatchResult.Applied)
        {
            throw new FormatException($"The feed's patch could not be applied: {result}.");
        }

        if (_state.Readings.ContainsKey("turns total"))
        {
            Newest = new FeedReading(
                Value("turns total"), Value("commands total"), Value("deliveries total"), Value("allocated total"), Value("gc total"));
            Count++;
        }
    }

    protected override string Key(LoadClient client) => "server";

    private long Value(string name) => (long)_state.Readings[name].Value;

    private sealed class Quiet : ClientEvents;
}
