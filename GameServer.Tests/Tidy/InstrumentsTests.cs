using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using GameServer.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace GameServer.Tests.Tidy;

public sealed partial class InstrumentsTests
{
    private const string Page = "docs/OPERATIONS.md";

    [Fact]
    public void The_table_of_instruments_is_complete_and_right()
    {
        var documented = Row().Matches(File.ReadAllText(Repository.Full(Page))).Select(row => row.Value).ToList();
        var expected = Instruments().Select(instrument =>
            $"| `{instrument.Name}` | `{PrometheusNames.Of(instrument)}` | {instrument.Unit} |").ToList();

        Findings.ShouldBeNone(expected.Except(documented), $"instrument without a line in {Page}");
        Findings.ShouldBeNone(documented.Except(expected), $"line in {Page} of an instrument that is not there");
    }

    [Fact]
    public void Every_instrument_has_a_unit_and_a_meaning_and_a_name_of_its_own()
    {
        Instruments().Where(instrument => string.IsNullOrEmpty(instrument.Unit) || string.IsNullOrEmpty(instrument.Description))
            .Select(instrument => instrument.Name).ShouldBeEmpty();
        Instruments().Select(PrometheusNames.Of).ShouldBeUnique();
    }

    private static List<Instrument> Instruments()
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var meters = services.GetRequiredService<IMeterFactory>();
        var found = new List<Instrument>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (ReferenceEquals(instrument.Meter.Scope, meters))
                {
                    found.Add(instrument);
                }
            },
        };
        listener.Start();
        using var gateway = new GatewayMeter(meters);
        using var admin = new AdminMeter(meters);
        using var links = new LinkMeter(TimeProvider.System, DateTimeOffset.UnixEpoch, meters);
        using var rooms = new RoomMeter(TimeProvider.System, meters);
        using var webhooks = new WebhookMeter(TimeProvider.System, meters);
        using var node = new NodeMeter(
            new NodeReadings
            {
                Traffic = new Traffic(),
                Sessions = () => 0,
                Rooms = () => [],
                Overloaded = () => [],
                StoreFailures = () => 0,
                Refusals = () => 0,
                DeadLetters = () => 0,
                Links = () => 0,
                LinkBytesOut = () => 0,
                LinkBytesIn = () => 0,
            },
            meters);
        return found;
    }

    // A table row whose first cell is an instrument of ours; its meaning is left out.
    [GeneratedRegex(@"^\| `gameserver\.[^|\n]*\|[^|\n]*\|[^|\n]*\|(?=[^|\n]*\|$)", RegexOptions.Multiline)]
    private static partial Regex Row();
}
