using GameServer.Authoring;
using GameServer.Games.Chat;
using GameServer.Protocol.V1;

namespace GameServer.Tests.Authoring;

/// <summary>The example that the README quotes: a room and its test, with no socket and no clock.</summary>
public sealed class HarnessExampleTests
{
    private sealed class GuestbookRoom : Room<ChatState, ChatCommand, ChatEvent>
    {
        public override RoomSettings Settings => new() { MaxMembers = 2, Grace = 5.Seconds() };

        protected override void OnCommand(Player player, ChatCommand command)
        {
            if (command.Say is not { Text.Length: > 0 } say)
            {
                Reject("Write something.");
                return;
            }

            State.Lines[++State.LastLine] = new Line { Player = player.Number, Name = player.Name, Text = say.Text };
            Broadcast(new ChatEvent { Said = new Said { Line = State.LastLine } });
        }
    }

    [Fact]
    public void A_line_said_while_a_guest_is_away_waits_for_it()
    {
        var room = RoomHarness.Of(new GuestbookRoom());
        var alice = room.Join("alice");
        var bob = room.Join("bob");

        bob.Disconnect();
        alice.Send(new ChatCommand { Say = new Say { Text = "hello" } });
        room.Advance(4.Seconds());
        bob.Reconnect();

        bob.State.Lines[1].Text.ShouldBe("hello");
        bob.Events.ShouldHaveSingleItem().Said.Line.ShouldBe(1u);
        bob.State.ShouldBe(room.State);
        room.Join("carol").Refusal.ShouldBe(ErrorCode.RoomFull);
        room.Faults.ShouldBeEmpty();
    }
}
