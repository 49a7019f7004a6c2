using GameServer.Bench.Load;

namespace GameServer.Tests.Bench;

public sealed class FiguresTests
{
    [Theory]
    [InlineData(new[] { 3.0, 1, 2 }, 2)]
    [InlineData(new[] { 4.0, 1, 2, 3 }, 2.5)]
    [InlineData(new[] { 7.0 }, 7)]
    public void The_median_is_the_middle_or_between_the_middle_ones(double[] values, double median) =>
        Figures.Median(values).ShouldBe(median);

    [Fact]
    public void Medians_are_taken_name_by_name_and_ratios_where_both_have_the_name()
    {
        var server = Figures.Medians([Of(("cpu", 1), ("p50", 10)), Of(("cpu", 3), ("p50", 30)), Of(("cpu", 2))]);
        server.All.ShouldBe([new("cpu", 2), new("p50", 20)]);
        Figures.Ratios(server, Of(("cpu", 4))).All.ShouldBe([new("cpu", 0.5)]);
    }

    [Fact]
    public void What_was_divided_by_nothing_is_not_said() => Of(("cpu", double.NaN), ("p50", double.PositiveInfinity)).All.ShouldBeEmpty();

    [Theory]
    [InlineData(4, null)]
    [InlineData(2, "the baseline's delivery in rooms of ten took 2.0 bare sends, not 2.5 to 6.5")]
    [InlineData(7, "the baseline's delivery in rooms of ten took 7.0 bare sends, not 2.5 to 6.5")]
    public void A_run_whose_baseline_is_off_is_void(double cpuMicros, string? why)
    {
        var report = new LoadReport(new LoadOptions { Workloads = Workloads.All });
        report.BareSends.Add(1);
        report.Add(Workloads.All[0], Target.Baseline, new RunResult(Of(("cpuMicrosPerDelivery", cpuMicros)), []));
        report.WhyVoid.ShouldBe(why);
    }

    private static Figures Of(params (string Name, double Value)[] all)
    {
        var figures = new Figures();
        foreach (var (name, value) in all)
        {
            figures.Add(name, value);
        }

        return figures;
    }
}
