using GameServer.Client;
using GameServer.Client.Core;
using GameServer.Protocol.V1;
using Google.Protobuf;
using static GameServer.Protocol.V1.CommandResult.Types;

namespace GameServer.Tests.Client.Core;

public sealed class CommandWindowTests
{
    private const uint UnacknowledgedMax = 4;

    private readonly CommandWindow _window = new();

    [Fact]
    public void Nothing_is_sent_before_the_room_is_attached()
    {
        Add("a");

        Due().ShouldBeEmpty();
        _window.Attach(0);
        Due().ShouldBe(["1:a"]);
    }

    [Fact]
    public void A_gap_is_sent_again_from_the_expected_number()
    {
        AttachWith("a", "b", "c");
        Due();
        Refuse(1, ErrorCode.RateLimited, retryAfterMs: 100);

        Gap(2, expected: 1).ShouldBe(WindowAnswer.SendAgain);
        Gap(3, expected: 1).ShouldBe(WindowAnswer.SendAgain);

        Due(nowMs: 99).ShouldBeEmpty();
        _window.ResumesAtMs(99).ShouldBe(100);
        Due(nowMs: 100).ShouldBe(["1:a", "2:b", "3:c"]);
    }

    [Fact]
    public void A_number_whose_gap_is_still_to_come_is_not_sent_twice()
    {
        AttachWith("a", "b", "c");
        Due();
        Refuse(1, ErrorCode.Busy, retryAfterMs: 0);
        Gap(2, expected: 1);

        Due(nowMs: 1000).ShouldBe(["1:a", "2:b"]);
        Gap(3, expected: 1);
        Due(nowMs: 1000).ShouldBe(["3:c"]);
    }

    [Fact]
    public void A_gap_for_numbers_that_were_answered_is_out_of_step()
    {
        AttachWith("a", "b");
        Due();
        Result(1);

        Gap(2, expected: 1).ShouldBe(WindowAnswer.OutOfStep);
    }

    [Fact]
    public void A_late_gap_of_an_earlier_connection_changes_nothing()
    {
        AttachWith("a");
        Due();
        _window.Detach();
        _window.Attach(0);

        Gap(1, expected: 1).ShouldBe(WindowAnswer.Nothing);
        Due().ShouldBe(["1:a"]);
    }

    [Fact]
    public void A_refusal_for_good_gives_its_number_to_the_next_command()
    {
        AttachWith("a", "b", "c");
        Due();

        Told(Refuse(1, ErrorCode.BadRequest)).ShouldBe("a:Refused");
        Gap(2, expected: 1);
        Gap(3, expected: 1);

        Due().ShouldBe(["1:b", "2:c"]);
    }

    [Fact]
    public void The_unacknowledged_limit_of_the_server_makes_the_window_wait()
    {
        AttachWith("a");
        Due();
        Refuse(1, ErrorCode.UnacknowledgedLimit, retryAfterMs: 40);

        Due(nowMs: 39).ShouldBeEmpty();
        Due(nowMs: 40).ShouldBe(["1:a"]);
    }

    [Fact]
    public void No_more_are_sent_than_may_be_unacknowledged()
    {
        AttachWith("a", "b", "c", "d", "e", "f");

        Due().ShouldBe(["1:a", "2:b", "3:c", "4:d"]);
        Result(2);
        Due().ShouldBeEmpty();
        Result(1);
        Due().ShouldBe(["5:e", "6:f"]);
        _window.RepliesSeen.Value.ShouldBe(2UL);
    }

    [Fact]
    public void After_a_reconnect_only_what_was_not_applied_is_sent_again()
    {
        AttachWith("a", "b", "c");
        Due();
        _window.Detach();
        Add("d");

        _window.Attach(2);

        Due().ShouldBe(["3:c", "4:d"]);
        Told(Result(1)).ShouldBe("a:Applied");
        Told(Result(2)).ShouldBe("b:Applied");
        _window.RepliesSeen.Value.ShouldBe(2UL);
    }

    [Fact]
    public void A_room_that_came_back_older_gets_the_numbers_it_waits_for()
    {
        AttachWith("a", "b", "c");
        Due();
        Result(1);
        Result(2);
        Add("d");

        _window.CountUndone(1).ShouldBe(1);
        _window.Attach(1);

        _window.RepliesSeen.Value.ShouldBe(1UL);
        Due().ShouldBe(["2:c", "3:d"]);
    }

    [Fact]
    public void An_answered_command_that_is_undone_leaves_no_hole()
    {
        AttachWith("a", "b", "c");
        Due();
        Result(2);

        _window.CountUndone(0).ShouldBe(1);
        _window.Attach(0);

        Due().ShouldBe(["1:a", "2:c"]);
    }

    [Fact]
    public void Numbers_used_by_another_connection_are_not_mistaken_for_own_ones()
    {
        AttachWith("a");
        Due();
        Add("b");

        var unknown = _window.Attach(7);

        unknown.Select(told => Text(told.Command, told.Verdict)).ShouldBe(["a:Unknown"]);
        Due().ShouldBe(["8:b"]);
    }

    [Fact]
    public void A_member_that_comes_back_to_its_place_goes_on_with_its_numbers()
    {
        _window.Attach(12);
        Add("a");

        Due().ShouldBe(["13:a"]);
        _window.RepliesSeen.Value.ShouldBe(12UL);
    }

    [Fact]
    public void A_repeated_result_is_told_once()
    {
        AttachWith("a", "b");
        Due();

        Told(Result(1)).ShouldBe("a:Applied");
        Result(1).ShouldBe(WindowAnswer.Nothing);
        Told(Result(2, Outcome.Rejected)).ShouldBe("b:Rejected");
        Result(2).ShouldBe(WindowAnswer.Nothing);
    }

    [Theory]
    [InlineData(Outcome.Applied, CommandOutcome.Applied)]
    [InlineData(Outcome.Rejected, CommandOutcome.Rejected)]
    [InlineData(Outcome.Failed, CommandOutcome.Failed)]
    [InlineData(Outcome.BadPayload, CommandOutcome.BadPayload)]
    [InlineData(Outcome.StateLimit, CommandOutcome.StateLimit)]
    [InlineData(Outcome.Forgotten, CommandOutcome.Forgotten)]
    [InlineData(Outcome.Unspecified, CommandOutcome.Unknown)]
    public void Every_outcome_that_uses_the_number_is_told(Outcome outcome, CommandOutcome told)
    {
        AttachWith("a");
        Due();

        Told(Result(1, outcome)).ShouldBe($"a:{told}");
        _window.Count.ShouldBe(0);
    }

    [Fact]
    public void The_end_tells_apart_what_was_sent_and_what_was_not()
    {
        AttachWith("a", "b", "c", "d", "e");
        Due();
        Result(2);

        _window.End("over").Select(told => Text(told.Command, told.Verdict))
            .ShouldBe(["a:Unknown", "c:Unknown", "d:Unknown", "e:NotSent"]);
    }

    private void AttachWith(params string[] commands)
    {
        _window.Attach(0);
        Array.ForEach(commands, Add);
    }

    private void Add(string text) => _window.Add(new PendingCommand(ByteString.CopyFromUtf8(text), _ => { }));

    private List<string> Due(long nowMs = 0) =>
        _window.TakeDue(nowMs, UnacknowledgedMax).Select(due => $"{due.Seq}:{due.Command.Payload.ToStringUtf8()}").ToList();

    private WindowAnswer Result(ulong seq, Outcome outcome = Outcome.Applied) =>
        _window.Take(new CommandResult { CommandSeq = seq, Outcome = outcome });

    private WindowAnswer Gap(ulong seq, ulong expected) =>
        _window.Take(new CommandResult { CommandSeq = seq, Outcome = Outcome.Gap, Expected = expected });

    private WindowAnswer Refuse(ulong seq, ErrorCode code, uint retryAfterMs = 0) =>
        _window.Refuse(new Error { Room = 1, CommandSeq = seq, Code = code, RetryAfterMs = retryAfterMs }, 0);

    private static string Told(WindowAnswer answer)
    {
        var told = answer.ShouldBeOfType<WindowAnswer.Told>();
        return Text(told.Command, told.Verdict);
    }

    private static string Text(PendingCommand command, Verdict verdict) => $"{command.Payload.ToStringUtf8()}:{verdict.Outcome}";
}
