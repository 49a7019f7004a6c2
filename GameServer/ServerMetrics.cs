using System.Diagnostics.Metrics;
using GameServer.Telemetry;

namespace GameServer;

/// <summary>Where the instruments of a running node are read.</summary>
internal static class ServerMetrics
{
    internal static NodeMeter Of(NodeCore core, IMeterFactory meters) => new(
        new NodeReadings
        {
            Traffic = core.Traffic,
            Sessions = () => core.Sessions.Count,
            Rooms = () =>
            {
                var counts = core.Rooms.Counts;
                return core.Types.Names.Select(type => (type.Value, counts.GetValueOrDefault(type)));
            },
            Overloaded = () =>
            {
                var counts = core.Signs.Turns.Overloaded();
                return core.Types.Names.Select(type => (type.Value, counts.GetValueOrDefault(type)));
            },
            StoreFailures = () => core.Signs.Store.Failures,
            Refusals = () => core.Actors.Refusals,
            DeadLetters = () => core.Actors.DeadLetters.Count,
            Links = () => core.Links.Count,
            LinkBytesOut = () => core.Links.Counts.BytesOut,
            LinkBytesIn = () => core.Links.Counts.BytesIn,
        },
        meters);
}
