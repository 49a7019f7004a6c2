using GameServer.Bench.Load.Client;

namespace GameServer.Tests.Bench;

public sealed class SendScheduleTests
{
    [Fact]
    public void Each_client_has_its_turn_in_every_interval_evenly_and_in_the_same_order()
    {
        var schedule = new SendSchedule(clients: 4, interval: 100, start: 1_000);
        var turns = new List<(int Client, long MeantFor)>();
        while (schedule.TryTake(now: 1_199, out var client, out var meantFor))
        {
            turns.Add((client, meantFor));
        }

        turns.ShouldBe([(0, 1_000), (1, 1_025), (2, 1_050), (3, 1_075), (0, 1_100), (1, 1_125), (2, 1_150), (3, 1_175)]);
        schedule.NextDue.ShouldBe(1_200);
    }

    [Fact]
    public void Nothing_is_due_before_its_time_and_nothing_missed_is_forgotten()
    {
        var schedule = new SendSchedule(clients: 1, interval: 10, start: 50);
        schedule.TryTake(now: 49, out _, out _).ShouldBeFalse();
        schedule.TryTake(now: 1_000, out _, out var first).ShouldBeTrue();
        schedule.TryTake(now: 1_000, out _, out var second).ShouldBeTrue();
        (first, second).ShouldBe((50, 60));
    }

    [Fact]
    public void Phases_that_do_not_divide_evenly_do_not_drift()
    {
        var schedule = new SendSchedule(clients: 3, interval: 100, start: 0);
        for (var turn = 0; turn < 3_000_000; turn++)
        {
            schedule.TryTake(long.MaxValue, out _, out _).ShouldBeTrue();
        }

        schedule.NextDue.ShouldBe(100_000_000);
    }
}
