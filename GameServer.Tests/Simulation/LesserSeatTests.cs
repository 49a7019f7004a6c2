using GameServer.Client;
using GameServer.Client.Core;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Tests.EndToEnd.Crash.Ledger;

namespace GameServer.Tests.Simulation;

/// <summary>What the seats in rooms without a log find wrong, and what they do not.</summary>
public sealed class LesserSeatTests
{
    private readonly SimVerdict _verdict = new(new SimTrace(new SimAgenda(), linesKept: 0));
    private readonly LesserSeat _periodic;
    private readonly LesserSeat _volatile;

    public LesserSeatTests()
    {
        _periodic = new LesserSeat(SimLedger.Periodic, "room", 7, _verdict);
        _volatile = new LesserSeat(SimLedger.Volatile, "room", 7, _verdict);
    }

    [Fact]
    public void Commands_of_several_writers_are_in_order_each()
    {
        foreach (var seat in new[] { _periodic, _volatile })
        {
            See(seat, (1, 5, 1), (2, 1, 2), (1, 6, 3), (2, 4, 4));
        }

        _verdict.Faults.ShouldBeEmpty();
    }

    [Fact]
    public void A_command_that_was_applied_twice_is_a_fault_though_the_room_counts_on()
    {
        See(_periodic, (1, 1, 1), (2, 1, 2), (1, 1, 3));
        See(_volatile, (1, 1, 1), (2, 1, 2), (1, 1, 3));

        _verdict.Faults.Count.ShouldBe(2);
        _verdict.Faults.ShouldAllBe(fault => fault.EndsWith("was told after the writer's 1", StringComparison.Ordinal));
    }

    [Fact]
    public void A_command_that_was_applied_twice_is_a_fault_though_events_were_lost_in_between()
    {
        See(_volatile, (1, 3, 3));
        _volatile.OnEventsLost();
        See(_volatile, (1, 3, 9));

        _verdict.Faults.ShouldHaveSingleItem();
    }

    [Fact]
    public void What_comes_again_in_a_room_that_has_come_back_older_is_none()
    {
        See(_periodic, (1, 1, 1), (1, 2, 2), (1, 3, 3));
        _periodic.OnRewound(new RewoundInfo(new RoomVersion(1), new CommandSeq(1), CommandsUndone: 2));
        See(_periodic, (1, 2, 2), (1, 3, 3));

        _verdict.Faults.ShouldBeEmpty();
    }

    [Fact]
    public void What_comes_again_in_the_room_that_follows_a_lost_one_is_none()
    {
        See(_volatile, (1, 1, 1), (1, 2, 2));
        _volatile.OnLeft(new RoomLeft { Reason = RoomLeft.Types.Reason.RoomLost });
        See(_volatile, (1, 1, 1));

        _verdict.Faults.ShouldBeEmpty();
    }

    private static void See(IRoomSink seat, params (uint Writer, ulong Number, ulong Count)[] told)
    {
        foreach (var (writer, number, count) in told)
        {
            seat.OnEvent(new LedgerEvent { Writer = writer, Number = number, Count = count });
        }
    }
}
