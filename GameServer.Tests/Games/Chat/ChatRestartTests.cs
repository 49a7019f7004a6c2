using GameServer.Authoring;
using GameServer.Games.Chat;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;

namespace GameServer.Tests.Games.Chat;

/// <summary>A conversation whose server went away.</summary>
public sealed class ChatRestartTests
{
    private readonly RecordedGame<ChatState, ChatCommand, ChatEvent> _before =
        new RecordedGame<ChatState, ChatCommand, ChatEvent>(new ChatRoom()).With("Ada", "Bob");

    public ChatRestartTests()
    {
        _before.Send("Ada", Say("one"));
        _before.Send("Bob", new ChatCommand { Rename = new Rename { Name = "Bob the Elder" } });
        _before.Wait(TimeSpan.FromSeconds(10));
        _before.Send("Bob", Say("two"));
        _before.Disconnect("Bob");
    }

    [Fact]
    public void The_lines_are_there_as_they_were_said_and_the_next_has_the_next_number()
    {
        var room = Restarted();
        room.State.Lines.ShouldBe(_before.State.Lines);
        room.State.Participants.Values.ShouldAllBe(participant => participant.Away);

        var (ada, bob) = (room.Return(new PlayerId("Ada")), room.Return(new PlayerId("Bob")));
        room.State.Participants.Values.ShouldAllBe(participant => !participant.Away);
        room.Advance(TimeSpan.FromHours(1));
        ada.Send(Say("three")).Reply!.Said.Line.ShouldBe(3ul);
        bob.Send(Say("four")).Outcome.ShouldBe(CommandResult.Types.Outcome.Applied);

        bob.State.Lines.Values.Select(line => line.Text).ShouldBe(["one", "two", "three", "four"], ignoreOrder: true);
        bob.State.Lines[4].Name.ShouldBe("Bob the Elder");
        bob.State.Lines[3].TimeMs.ShouldBe((ulong)room.Now.ToUnixTimeMilliseconds());
        bob.State.ShouldBe(room.State);
        room.Faults.ShouldBeEmpty();
    }

    [Fact]
    public void Whoever_stays_away_is_gone_after_a_fresh_grace_and_the_lines_wait_for_the_next()
    {
        var room = Restarted();
        var grace = new ChatRoom().Settings.Grace;
        room.Advance(grace - TimeSpan.FromSeconds(1));
        room.State.Participants.Count.ShouldBe(2);
        room.Advance(TimeSpan.FromSeconds(2));
        room.State.Participants.ShouldBeEmpty();

        room.Advance(TimeSpan.FromDays(6));
        room.IsClosed.ShouldBeFalse();
        room.Join("Cyd").State.Lines.ShouldBe(_before.State.Lines);
        room.Faults.ShouldBeEmpty();
    }

    private static ChatCommand Say(string text) => new() { Say = new Say { Text = text } };

    private RoomHarness<ChatState, ChatCommand, ChatEvent> Restarted() => RoomHarness.Load(new ChatRoom(), _before.History);
}
