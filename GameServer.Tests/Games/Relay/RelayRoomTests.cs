using GameServer.Authoring;
using GameServer.Games.Relay;
using GameServer.Protocol.V1;
using Google.Protobuf;

namespace GameServer.Tests.Games.Relay;

public sealed class RelayRoomTests
{
    private readonly RoomHarness<RelayState, RelayCommand, RelayEvent> _room = RoomHarness.Of(new RelayRoom());

    [Fact]
    public void Too_many_bytes_and_unknown_receivers_are_refused()
    {
        var (ada, bob) = (_room.Join("Ada"), _room.Join("Bob"));

        ada.Send(new RelayCommand { Data = ByteString.CopyFrom(new byte[RelayRoom.DataBytesMax + 1]) }).Reason
            .ShouldBe("At most 16384 bytes can be sent at once; these are 16385.");
        ada.Send(new RelayCommand { To = 77 }).Reason.ShouldBe("No member has the number 77.");

        bob.Events.ShouldBeEmpty();
    }

    [Fact]
    public void Bytes_go_to_all_with_their_type_and_sender()
    {
        var (ada, bob) = (_room.Join("Ada"), _room.Join("Bob"));
        var data = ByteString.CopyFrom(new byte[RelayRoom.DataBytesMax]);

        ada.Send(new RelayCommand { Type = 9, Data = data }).Outcome.ShouldBe(CommandResult.Types.Outcome.Applied);

        var relayed = new RelayEvent { Type = 9, Data = data, From = ada.Number };
        ada.Events.ShouldBe([relayed]);
        bob.Events.ShouldBe([relayed]);
    }

    [Fact]
    public void Bytes_for_one_member_reach_nobody_else_and_wait_while_it_is_away()
    {
        var (ada, bob, cyd) = (_room.Join("Ada"), _room.Join("Bob"), _room.Join("Cyd"));
        bob.Disconnect();

        ada.Send(new RelayCommand { Type = 1, To = bob.Number }).Outcome.ShouldBe(CommandResult.Types.Outcome.Applied);
        bob.Reconnect();

        bob.Events.ShouldBe([new RelayEvent { Type = 1, From = ada.Number }]);
        ada.Events.ShouldBeEmpty();
        cyd.Events.ShouldBeEmpty();
    }

    [Fact]
    public void The_state_tells_who_is_there_and_nothing_else()
    {
        var (ada, bob) = (_room.Join("Ada"), _room.Join("Bob"));

        bob.Disconnect();
        ada.State.Members[bob.Number].ShouldBe(new RelayMember { Name = "Bob", Away = true });
        bob.Reconnect();
        ada.State.Members[bob.Number].Away.ShouldBeFalse();
        bob.Leave();

        ada.State.Members.Keys.ShouldBe([(uint)ada.Number]);
    }
}
