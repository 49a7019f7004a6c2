using GameServer.Authoring;
using GameServer.Authoring.Kernel;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Tests.Authoring.Probe;
using static GameServer.Tests.Authoring.KernelRig;
using Outcome = GameServer.Protocol.V1.CommandResult.Types.Outcome;

namespace GameServer.Tests.Authoring;

public sealed class CommandTests
{
    private static readonly MemberAddress _alice = Address("alice");

    [Fact]
    public void A_command_from_no_member_or_from_an_elder_connection_is_refused()
    {
        var rig = new KernelRig(new ProbeRoom()).With("alice");
        rig.Turn(Attach("alice", 2, null));

        foreach (var from in new[] { Address("bob"), _alice })
        {
            var error = rig.Turn(Command(from, 1, new ProbeCommand { Add = 1 })).Error();
            error.Code.ShouldBe(ErrorCode.NotInRoom);
            error.CommandSeq.ShouldBe(1u);
        }

        rig.State.Sum.ShouldBe(0);
    }

    [Fact]
    public void A_number_too_high_gets_a_gap_and_is_not_used()
    {
        var rig = new KernelRig(new ProbeRoom()).With("alice");

        var gap = rig.Turn(Command(_alice, 3, new ProbeCommand { Add = 1 })).Result();

        gap.ShouldSatisfyAllConditions(
            () => gap.Outcome.ShouldBe(Outcome.Gap), () => gap.Expected.ShouldBe(1u), () => gap.CommandSeq.ShouldBe(3u));
        rig.Turn(Command(_alice, 1, new ProbeCommand { Add = 1 })).Result().Outcome.ShouldBe(Outcome.Applied);
        rig.State.Sum.ShouldBe(1);
    }

    [Fact]
    public void A_number_used_before_is_answered_again_and_applied_once()
    {
        var rig = new KernelRig(new ProbeRoom()).With("alice");
        var first = rig.Turn(Command(_alice, 1, new ProbeCommand { Add = 1, Reply = { "pong" } })).Result();

        var again = rig.Turn(Command(_alice, 1, new ProbeCommand { Add = 1 }));

        again.Result().ShouldBe(first);
        ProbeEvent.Parser.ParseFrom(first.Reply).Text.ShouldBe("pong");
        again.Published().ShouldBeNull();
        rig.State.Sum.ShouldBe(1);
    }

    [Fact]
    public void A_result_the_client_has_seen_is_forgotten()
    {
        var rig = new KernelRig(new ProbeRoom()).With("alice");
        rig.Turn(Command(_alice, 1, new ProbeCommand()));
        rig.Turn(new RoomInput.Seen(_alice, new CommandSeq(1)));

        rig.Turn(Command(_alice, 1, new ProbeCommand())).Result().Outcome.ShouldBe(Outcome.Forgotten);
        rig.Turn(Command(_alice, 0, new ProbeCommand())).Result().Outcome.ShouldBe(Outcome.Forgotten);
    }

    [Fact]
    public void A_payload_that_could_not_be_decoded_uses_its_number()
    {
        var rig = new KernelRig(new ProbeRoom()).With("alice");

        rig.Turn(Command(_alice, 1, null)).Result().Outcome.ShouldBe(Outcome.BadPayload);
        rig.Turn(Command(_alice, 2, new ProbeCommand())).Result().Outcome.ShouldBe(Outcome.Applied);
        rig.Room.Trace.Count(line => line == "command alice").ShouldBe(1);
    }

    [Fact]
    public void The_sixty_fifth_unacknowledged_command_is_refused_until_a_result_is_seen()
    {
        var rig = new KernelRig(new ProbeRoom()).With("alice");
        for (ulong number = 1; number <= 64; number++)
        {
            rig.Turn(Command(_alice, number, new ProbeCommand { Add = 1 })).Result().Outcome.ShouldBe(Outcome.Applied);
        }

        var error = rig.Turn(Command(_alice, 65, new ProbeCommand { Add = 1 })).Error();

        error.Code.ShouldBe(ErrorCode.UnacknowledgedLimit);
        error.Retry.ShouldBe(Error.Types.Retry.Later);
        error.CommandSeq.ShouldBe(65u);
        rig.Turn(Command(_alice, 66, new ProbeCommand(), 1)).Result().Expected.ShouldBe(65u);
        rig.Turn(Command(_alice, 65, new ProbeCommand { Add = 1 }, 1)).Result().Outcome.ShouldBe(Outcome.Applied);
        rig.State.Sum.ShouldBe(65);
    }

    [Fact]
    public void A_rejection_uses_the_number_and_carries_the_sentence()
    {
        var rig = new KernelRig(new ProbeRoom()).With("alice");

        var result = rig.Turn(rig.Next("alice", new ProbeCommand { Reject = { "Not your turn." } })).Result();

        result.Outcome.ShouldBe(Outcome.Rejected);
        result.Reason.ShouldBe("Not your turn.");
        rig.Turn(rig.Next("alice", new ProbeCommand())).Result().Outcome.ShouldBe(Outcome.Applied);
    }

    [Fact]
    public void Two_replies_or_two_rejections_of_one_command_are_the_authors_fault()
    {
        var rig = new KernelRig(new ProbeRoom()).With("alice");

        var twice = rig.Turn(rig.Next("alice", new ProbeCommand { Reply = { "a", "b" } }));
        var rejected = rig.Turn(rig.Next("alice", new ProbeCommand { Reject = { "a", "b" } }));

        twice.Result().Outcome.ShouldBe(Outcome.Failed);
        twice.Result().Reply.IsEmpty.ShouldBeTrue();
        twice.OfType<RoomEffect.Faulted>().ShouldHaveSingleItem().Cause.Message.ShouldContain("only once");
        rejected.Result().Outcome.ShouldBe(Outcome.Failed);
    }

    [Fact]
    public void A_reply_outside_a_command_says_where_it_is_legal()
    {
        var room = RoomHarness.Of(new ReplyingRoom());

        room.Tell(new ProbeCommand());

        room.Faults.ShouldHaveSingleItem().Cause.Message.ShouldContain("only inside OnCommand");
    }

    [Fact]
    public void The_result_leaves_before_the_update_that_shows_its_effect_and_names_its_version()
    {
        var rig = new KernelRig(new ProbeRoom()).With("alice");

        var effects = rig.Turn(rig.Next("alice", new ProbeCommand { Add = 1 }), rig.Next("alice", new ProbeCommand { Add = 2 }));

        effects.Kinds().ShouldBe(["Member", "Publish"]);
        var member = effects.Frames().Single().Member;
        member.Version.ShouldBe(effects.Published()!.Version);
        member.Results.Select(result => result.CommandSeq).ShouldBe([1ul, 2ul]);
    }

    [Fact]
    public void The_result_of_a_command_that_changed_nothing_names_the_last_published_version()
    {
        var rig = new KernelRig(new ProbeRoom()).With("alice");
        var version = rig.Version;

        var effects = rig.Turn(rig.Next("alice", new ProbeCommand()));

        effects.Kinds().ShouldBe(["Member"]);
        effects.Frames().Single().Member.Version.ShouldBe(version);
        var next = rig.Turn(rig.Next("alice", new ProbeCommand { Add = 1 })).Published()!;
        next.BaseVersion.ShouldBe(version);
        next.Version.ShouldBe(version + 2);
    }

    [Fact]
    public void A_command_whose_sender_it_kicks_is_still_answered_first()
    {
        var rig = new KernelRig(new ProbeRoom()).With("alice");

        var effects = rig.Turn(rig.Next("alice", new ProbeCommand { Kick = 1 }));

        effects.Result().Outcome.ShouldBe(Outcome.Applied);
        effects.Kinds().ShouldBe(["Member", "Publish", "Left", "Detached", "RosterChanged", "Listed"]);
        effects.Frames().Last().Left.Reason.ShouldBe(RoomLeft.Types.Reason.Kicked);
        rig.State.Log[^1].ShouldBe("left alice Kicked");
    }

    [Fact]
    public void Sending_to_somebody_who_is_no_member_names_who_is_legal()
    {
        var rig = new KernelRig(new ProbeRoom()).With("alice");

        var effects = rig.Turn(rig.Next("alice", new ProbeCommand { Misuse = true }));

        effects.OfType<RoomEffect.Faulted>().ShouldHaveSingleItem().Cause.Message.ShouldContain("one of Players");
    }

    [Fact]
    public void What_a_client_has_said_that_it_saw_is_noted_once()
    {
        var birth = new RoomBirth(
            new RoomId("r1"), new RoomNumber(5), new RoomTypeName("probe"), new Epoch(7), "", new Dictionary<string, string>(), 42, Start);
        var scope = new TurnScope(birth, new RoomSettings());
        var author = new RoomAuthor(new ProbeRoom(), scope.Running, ProbeCommand.Parser, rebuildsFields: false);
        var roster = Roster.Empty.WithNew(Person("alice"), _alice, out var member);
        scope.Ledger = scope.Ledger with { Roster = roster };
        scope.Commands.Touch(member.Number).Use(null);
        scope.Commit();
        var desk = new CommandDesk(scope, author);
        var record = scope.Commands.Find(member.Number)!;

        desk.Seen(new RoomInput.Seen(_alice, new CommandSeq(0)));
        record.Results.ShouldHaveSingleItem().CommandSeq.ShouldBe(1u);

        desk.Seen(new RoomInput.Seen(_alice, new CommandSeq(1)));
        record.Results.ShouldBeEmpty();
        var noted = record.Marks;
        desk.Seen(new RoomInput.Seen(_alice, new CommandSeq(1)));
        record.Marks.ShouldBe(noted);

        scope.Commands.Undo();
        record.Results.ShouldHaveSingleItem().CommandSeq.ShouldBe(1u);
    }

    private sealed class ReplyingRoom : Room<ProbeState, ProbeCommand, ProbeEvent>
    {
        protected override void OnCommand(Player player, ProbeCommand command)
        {
        }

        protected override void OnTold(ProbeCommand command) => Reply(new ProbeEvent());
    }
}
