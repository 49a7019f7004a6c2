using GameServer.Authoring;
using GameServer.Protocol.V1;

namespace GameServer.Tests.Authoring;

/// <summary>
/// Two rooms get the same random inputs. One is never lost; the other is thrown away now and again, and goes on from a snapshot of some
/// elder version and the records after it. Turn by turn both must say the same and would store the same; and clients that know nothing
/// but the lost room's frames must have seen everything once.
/// </summary>
public sealed class RestoreOracleTests
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(3, 0)]
    [InlineData(4, 10)]
    [InlineData(5, 10)]
    public void A_room_that_was_lost_goes_on_as_one_that_never_was(int seed, int tickRate)
    {
        var run = new RestoreRun(seed, tickRate);
        run.Go(TestScale.Of(300));
        run.Losses.ShouldBeGreaterThan(3);
        run.Lost.Clients.Sum(client => client.Events.Count).ShouldBeGreaterThan(300);
        run.Lost.Clients.Sum(client => client.Replays).ShouldBeGreaterThan(0);
    }

    [Fact]
    public void A_room_that_forgets_command_numbers_is_caught() => IsCaught(turn => turn.Commands.Clear()).ShouldBeTrue();

    [Fact]
    public void A_room_that_forgets_its_random_position_is_caught() => IsCaught(turn => turn.Random = null).ShouldBeTrue();

    [Fact]
    public void A_room_that_forgets_its_timers_is_caught() => IsCaught(turn => turn.Timers.Clear()).ShouldBeTrue();

    [Fact]
    public void A_room_that_forgets_who_has_left_is_caught() => IsCaught(Readmit).ShouldBeTrue();

    [Fact]
    public void A_room_that_forgets_events_for_single_members_is_caught() => IsCaught(turn => turn.Direct.Clear()).ShouldBeTrue();

    [Fact]
    public void A_room_that_does_not_make_elder_updates_its_own_is_caught() => IsCaught(_ => { }, keepEpochs: true).ShouldBeTrue();

    [Fact]
    public void A_room_that_forgets_nothing_is_not_caught() => IsCaught(_ => { }).ShouldBeFalse();

    /// <summary>By one of a few runs: not each has what it takes.</summary>
    private static bool IsCaught(Action<TurnRecord> spoil, bool keepEpochs = false) => Enumerable.Range(1, 5).Any(seed =>
    {
        try
        {
            new RestoreRun(seed, 0) { Spoil = spoil, KeepEpochs = keepEpochs }.Go(200);
            return false;
        }
        catch (Exception failure) when (failure is ShouldAssertException or RoomHistoryException)
        {
            return true;
        }
    });

    private static void Readmit(TurnRecord turn)
    {
        foreach (var row in turn.Members.Where(row => row.Removed).ToList())
        {
            turn.Members.Remove(row);
        }
    }
}
