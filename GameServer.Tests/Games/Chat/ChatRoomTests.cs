using GameServer.Authoring;
using GameServer.Games;
using GameServer.Games.Chat;
using GameServer.Protocol.V1;

namespace GameServer.Tests.Games.Chat;

public sealed class ChatRoomTests
{
    private readonly RoomHarness<ChatState, ChatCommand, ChatEvent> _room = RoomHarness.Of(new ChatRoom());

    [Theory]
    [InlineData("")]
    [InlineData(" \n\t ")]
    [InlineData("\u200b\u202e")]
    public void A_line_with_nothing_to_read_is_refused(string text)
    {
        _room.Join("Ada").Send(Say(text)).Reason.ShouldBe("A line needs some text.");
        _room.State.Lines.ShouldBeEmpty();
    }

    [Fact]
    public void A_line_has_a_limit_and_may_reach_it()
    {
        var ada = _room.Join("Ada");

        ada.Send(Say(new string('x', ChatRoom.TextCharactersMax + 1))).Reason
            .ShouldBe("A line holds at most 500 characters; this one has 501.");
        ada.Send(Say(string.Concat(Enumerable.Repeat("🚀", ChatRoom.TextCharactersMax)))).Outcome
            .ShouldBe(CommandResult.Types.Outcome.Applied);
    }

    [Fact]
    public void The_last_hundred_lines_stay_under_their_numbers()
    {
        var ada = _room.Join("Ada");
        for (var line = 1; line <= 130; line++)
        {
            ada.Send(Say($"line {line}")).Reply!.Said.Line.ShouldBe((ulong)line);
        }

        var late = _room.Join("Bob");

        late.State.Lines.Keys.Order().ShouldBe(Enumerable.Range(31, ChatRoom.LinesKept).Select(line => (ulong)line));
        late.State.Lines[130].Text.ShouldBe("line 130");
        ada.Events.Select(happened => happened.Said.Line).ShouldBe(Enumerable.Range(1, 130).Select(line => (ulong)line));
    }

    [Fact]
    public void The_fullest_chat_stays_within_the_state_limit()
    {
        var settings = new ChatRoom().Settings;
        var name = string.Concat(Enumerable.Repeat("🚀", CleanText.NameCharactersMax));
        var text = string.Concat(Enumerable.Repeat("🚀", ChatRoom.TextCharactersMax));
        var fullest = new ChatState { LastLine = ulong.MaxValue };
        for (var line = 0u; line < ChatRoom.LinesKept; line++)
        {
            fullest.Lines[ulong.MaxValue - line] = new Line { Player = uint.MaxValue, Name = name, Text = text, TimeMs = 1 };
        }

        for (var member = 0u; member < settings.MaxMembers; member++)
        {
            fullest.Participants[uint.MaxValue - member] = new Participant { Name = name, Away = true };
        }

        fullest.CalculateSize().ShouldBeLessThan(settings.StateBytesMax);
    }

    [Fact]
    public void A_line_keeps_the_name_and_time_under_which_it_was_said()
    {
        var ada = _room.Join("Ada");
        ada.Send(Say("before"));
        var before = _room.Now;
        _room.Advance(TimeSpan.FromSeconds(10));

        ada.Send(new ChatCommand { Rename = new Rename { Name = "Countess" } });
        ada.Send(Say("after"));

        ada.State.Lines[1].Name.ShouldBe("Ada");
        ada.State.Lines[1].TimeMs.ShouldBe((ulong)before.ToUnixTimeMilliseconds());
        ada.State.Lines[2].Name.ShouldBe("Countess");
        ada.State.Lines[2].TimeMs.ShouldBe((ulong)_room.Now.ToUnixTimeMilliseconds());
        ada.Send(new ChatCommand { Rename = new Rename() }).Outcome.ShouldBe(CommandResult.Types.Outcome.Rejected);
        ada.Send(new ChatCommand()).Outcome.ShouldBe(CommandResult.Types.Outcome.Rejected);
    }

    [Fact]
    public void Who_was_away_reads_every_line_once()
    {
        var (ada, bob) = (_room.Join("Ada"), _room.Join("Bob"));
        bob.Disconnect();
        _room.State.Participants[bob.Number].Away.ShouldBeTrue();
        ada.Send(Say("one"));
        ada.Send(Say("two"));

        bob.Reconnect();

        bob.Events.Select(happened => happened.Said.Line).ShouldBe([1ul, 2ul]);
        bob.State.ShouldBe(_room.State);
        bob.Leave();
        _room.State.Participants.Keys.ShouldBe([(uint)ada.Number]);
    }

    private static ChatCommand Say(string text) => new() { Say = new Say { Text = text } };
}
