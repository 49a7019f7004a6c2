using GameServer.Telemetry;

namespace GameServer.Tests.Telemetry;

public sealed class TraceOddsTests
{
    [Fact]
    public void None_of_the_commands_is_traced_where_none_shall_be() => new TraceOdds(0, seed: 1).Next().ShouldBe(long.MaxValue);

    [Fact]
    public void Every_command_is_traced_where_all_shall_be()
    {
        var odds = new TraceOdds(1, seed: 1);

        Gaps(odds, 100).ShouldAllBe(gap => gap == 1);
    }

    [Fact]
    public void One_in_so_many_is_traced_by_chance_not_by_counting()
    {
        const int Traces = 10_000;
        var gaps = Gaps(new TraceOdds(100, seed: 7), Traces);

        // The seed makes this certain: the mean of so many draws is close to what was asked for.
        gaps.Average().ShouldBe(100, 3);
        gaps.ShouldContain(1);
        gaps.ShouldContain(gap => gap > 300);
    }

    [Fact]
    public void The_seed_decides_which() =>
        Gaps(new TraceOdds(1_000, seed: 3), 50).ShouldBe(Gaps(new TraceOdds(1_000, seed: 3), 50));

    private static List<long> Gaps(TraceOdds odds, int count) => [.. Enumerable.Range(0, count).Select(_ => odds.Next())];
}
