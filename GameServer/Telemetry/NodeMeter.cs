using System.Diagnostics.Metrics;

namespace GameServer.Telemetry;

/// <summary>
/// What a node counts anyway, and what it holds at the moment, for those who ask: nothing is counted for their sake.
/// </summary>
internal sealed class NodeMeter : IDisposable
{
    internal const string Name = "GameServer.Node";

    private readonly Meter _meter;

    internal NodeMeter(NodeReadings of, IMeterFactory? meters = null)
    {
        _meter = meters?.Create(Name) ?? new Meter(Name);
        var traffic = of.Traffic;
        _meter.CreateObservableUpDownCounter(
            "gameserver.sessions", of.Sessions, "{session}", "Sessions, those of players who are away too");
        _meter.CreateObservableUpDownCounter("gameserver.rooms", () => ByType(of.Rooms), "{room}", "Rooms that run here, by type");
        _meter.CreateObservableUpDownCounter(
            "gameserver.rooms.overloaded",
            () => ByType(of.Overloaded),
            "{room}",
            "Rooms among them that don't keep up with their ticks, by type");
        _meter.CreateObservableUpDownCounter("gameserver.links", of.Links, "{link}", "Links to other nodes that are up");
        Count("gameserver.room.turns", () => traffic.Turns, "{turn}", "Turns that rooms have run");
        Count("gameserver.room.timed_turns", () => traffic.TimedTurns, "{turn}", "Turns that were run because a tick or a timer was due");
        _meter.CreateObservableCounter(
            "gameserver.room.lateness", () => traffic.Lateness.TotalSeconds, "s", "How late timed turns began, together");
        Count("gameserver.room.commands", () => traffic.Commands, "{command}", "Commands that came for rooms here");
        Count("gameserver.room.deliveries", () => traffic.Deliveries, "{update}", "Updates put into outboxes: one for each member");
        Count("gameserver.room.behind", () => traffic.Behind, "{member}", "Members that got no more updates until a snapshot: too slow");
        Count("gameserver.room.fenced", () => traffic.Fenced, "{piece}", "Output of activations that had been overtaken, dropped");
        Count("gameserver.store.failures", of.StoreFailures, "{try}", "Questions to the store that failed, each try");
        Count("gameserver.mailbox.refusals", of.Refusals, "{message}", "Messages that a full mailbox did not take; clients hear BUSY");
        Count("gameserver.mailbox.dead_letters", of.DeadLetters, "{message}", "Messages that nobody received and nobody was told about");
        Count("gameserver.link.bytes_out", of.LinkBytesOut, "By", "Bytes sent to other nodes");
        Count("gameserver.link.bytes_in", of.LinkBytesIn, "By", "Bytes received from other nodes");
    }

    /// <inheritdoc />
    public void Dispose() => _meter.Dispose();

    private static IEnumerable<Measurement<int>> ByType(Func<IEnumerable<(string Type, int Count)>> read) => read()
        .Select(type => new Measurement<int>(type.Count, new KeyValuePair<string, object?>("room.type", type.Type)));

    private void Count(string name, Func<long> read, string unit, string what) =>
        _meter.CreateObservableCounter(name, read, unit, what);
}

/// <summary>Where a node's figures are read, from any thread.</summary>
internal sealed record NodeReadings
{
    internal required Traffic Traffic { get; init; }

    internal required Func<int> Sessions { get; init; }

    /// <summary>How many rooms of each type run, zeros too.</summary>
    internal required Func<IEnumerable<(string Type, int Count)>> Rooms { get; init; }

    /// <summary>How many of them don't keep up with their ticks, zeros too.</summary>
    internal required Func<IEnumerable<(string Type, int Count)>> Overloaded { get; init; }

    internal required Func<long> StoreFailures { get; init; }

    internal required Func<long> Refusals { get; init; }

    internal required Func<long> DeadLetters { get; init; }

    internal required Func<int> Links { get; init; }

    internal required Func<long> LinkBytesOut { get; init; }

    internal required Func<long> LinkBytesIn { get; init; }
}
