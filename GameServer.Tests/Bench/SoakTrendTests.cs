using GameServer.Bench.Soak;

namespace GameServer.Tests.Bench;

public sealed class SoakTrendTests
{
    private static readonly SoakReading Rest = new()
    {
        ManagedBytes = 10_000_000,
        Descriptors = 100,
        Threads = 20,
        Timers = 12,
        Actors = 8,
    };

    public static TheoryData<string> Names => [.. SoakTrend.Figures.Select(figure => figure.Name)];

    [Fact]
    public void What_stays_the_same_after_the_warm_up_is_flat()
    {
        SoakReading[] cycles = [Rest with { ManagedBytes = 1_000 }, Rest with { Threads = 2 }, .. Enumerable.Repeat(Rest, 6)];
        SoakTrend.Faults(1, cycles).ShouldBeEmpty();
    }

    [Fact]
    public void One_cycle_that_stands_out_is_no_trend()
    {
        var cycles = Enumerable.Repeat(Rest, 20).ToArray();
        cycles[^2] = Rest with { ManagedBytes = 50_000_000, Threads = 90 };
        SoakTrend.Faults(1, cycles).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Whatever_grows_from_cycle_to_cycle_is_named(string name)
    {
        var cycles = Enumerable.Range(0, 20).Select(cycle => Grown(name, cycle)).ToArray();
        SoakTrend.Faults(2, cycles).ShouldHaveSingleItem().ShouldStartWith($"process 2: {name} grew by ");
    }

    [Fact]
    public void A_process_with_too_few_cycles_says_nothing_and_does_not_pass()
    {
        var cycles = Enumerable.Repeat(Rest, SoakTrend.CyclesMin - 1).ToArray();
        SoakTrend.Faults(1, cycles).ShouldHaveSingleItem().ShouldContain("it takes 4");
    }

    private static SoakReading Grown(string name, int times) => name switch
    {
        "managedKiB" => Rest with { ManagedBytes = Rest.ManagedBytes + (200_000 * times) },
        "descriptors" => Rest with { Descriptors = Rest.Descriptors + times },
        "threads" => Rest with { Threads = Rest.Threads + times },
        "timers" => Rest with { Timers = Rest.Timers + times },
        "connections" => Rest with { Connections = times },
        "sessions" => Rest with { Sessions = times },
        "rooms" => Rest with { Rooms = times },
        "actors" => Rest with { Actors = Rest.Actors + times },
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "This test knows no way to let it grow."),
    };
}
