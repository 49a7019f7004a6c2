using GameServer.Bench.Chaos.Faults;

namespace GameServer.Tests.Bench.Chaos;

/// <summary>What the chaos tool does to a cluster is decided by its seed, and is enough in two minutes.</summary>
public sealed class FaultPlanTests
{
    [Fact]
    public void The_same_seed_makes_the_same_plan_and_another_one_another() =>
        (FaultPlan.Of(3, 2, 7, Without.Nothing).SequenceEqual(FaultPlan.Of(3, 2, 7, Without.Nothing)),
            FaultPlan.Of(3, 2, 7, Without.Nothing).SequenceEqual(FaultPlan.Of(3, 2, 8, Without.Nothing))).ShouldBe((true, false));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Two_minutes_have_enough_of_everything(int seed)
    {
        var plan = FaultPlan.Of(3, 2, seed, Without.Nothing);
        plan.Count(step => step.Mode == FaultMode.Kill || step.AlsoKill is not null).ShouldBeGreaterThanOrEqualTo(20);
        foreach (var mode in Enum.GetValues<FaultMode>())
        {
            plan.ShouldContain(step => step.Mode == mode, $"seed {seed}");
        }

        plan.Count(step => step.Mode == FaultMode.StopDatabase).ShouldBe(1);
        plan.Select(step => step.At).ShouldBe(plan.Select(step => step.At).Order());
        plan[^1].At.ShouldBeLessThan(TimeSpan.FromMinutes(2));
    }

    [Fact]
    public void A_kill_that_meets_another_fault_is_of_another_node() =>
        Enumerable.Range(1, 50).SelectMany(seed => FaultPlan.Of(3, 2, seed, Without.Nothing))
            .Where(step => step.AlsoKill is not null)
            .ShouldAllBe(step => step.AlsoKill != step.Node && step.AlsoKill < 3);

    [Fact]
    public void Kills_go_round_all_nodes() =>
        FaultPlan.Of(3, 2, 1, Without.Nothing).Where(step => step.Mode == FaultMode.Kill).Select(step => step.Node).Distinct().Count()
            .ShouldBe(3);

    [Fact]
    public void What_is_left_out_is_not_in_the_plan()
    {
        var plan = FaultPlan.Of(3, 2, 1, Without.Kill | Without.Database);
        plan.ShouldNotContain(step => step.Mode == FaultMode.Kill || step.Mode == FaultMode.StopDatabase || step.AlsoKill != null);
        plan.ShouldContain(step => step.Mode == FaultMode.Freeze);
    }
}
