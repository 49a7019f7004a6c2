using GameServer.Telemetry;

namespace GameServer.Tests.Telemetry;

public sealed class TraceBudgetTests
{
    private readonly TraceBudget _budget = new(2);

    [Fact]
    public void What_is_over_in_a_second_is_refused_and_the_next_second_has_its_own()
    {
        At(0.0).ShouldBeTrue();
        At(0.5).ShouldBeTrue();
        At(0.9).ShouldBeFalse();
        At(1.0).ShouldBeTrue();
        At(1.1).ShouldBeTrue();
        At(1.9).ShouldBeFalse();
    }

    [Fact]
    public void Quiet_seconds_are_not_saved_up()
    {
        At(0).ShouldBeTrue();
        At(3_600).ShouldBeTrue();
        At(3_600).ShouldBeTrue();
        At(3_600).ShouldBeFalse();
    }

    private bool At(double seconds) => _budget.TryTake(TimeSpan.FromSeconds(seconds));
}
