using GameServer.Protocol.V1;
using GameServer.Rooms;
using GameServer.Tests.Routing;

namespace GameServer.Tests.Rooms;

/// <summary>Joins that find no place: on a node, or in the queue of a room.</summary>
public sealed class RoomPlacerTests
{
    [Fact]
    public void A_node_that_runs_as_many_rooms_as_it_may_makes_another_one_only_after_one_has_ended()
    {
        using var node = new NodeWorld(new NodeWorldOptions { Rooms = new RoomOptions { RoomsMax = 2 } }, ("table", () => new TableRoom()));
        var (one, two, three) = (node.Connect(), node.Connect(), node.Connect());
        var first = one.Enter(Key("a"));
        two.Enter(Key("b"));

        var match = new RoomMatch { RoomType = "table", Filters = { new PropertyFilter { Property = "mode", Value = "ranked" } } };
        Join[] wishes = [Key("c"), new Join { Match = match }, new Join { Create = new CreateRoom { RoomType = "table" } }];
        foreach (var wish in wishes)
        {
            var refused = three.Join(wish).Error;
            (refused.Code, refused.Message).ShouldBe((ErrorCode.Busy, "This node runs as many rooms as it may."));
            refused.Retry.ShouldBe(Error.Types.Retry.Later);
            refused.RetryAfterMs.ShouldBeGreaterThan(0u);
        }

        three.Enter(Key("a")).RoomId.ShouldBe(first.RoomId);
        three.Leave(first.Room);
        one.Leave(first.Room);
        node.Advance(TimeSpan.FromSeconds(3));
        three.Enter(Key("c"));
    }

    [Fact]
    public void A_join_that_finds_no_place_in_the_queue_of_its_room_is_told_to_come_again()
    {
        using var node = new NodeWorld(
            new NodeWorldOptions { Rooms = new RoomOptions { MailboxMax = 1 } }, ("table", () => new TableRoom()));
        var (one, two) = (node.Connect(), node.Connect());
        var room = one.Enter(Key("a")).RoomId;

        // In one turn of the session and then in one of the host: the room has no turn in between.
        foreach (var request in new uint[] { 101, 102 })
        {
            two.Post(new ClientEnvelope { RequestId = request, Join = new Join { RoomId = room, Nonce = $"n{request}" } }).ShouldBeTrue();
        }

        node.RunUntilIdle();

        var refused = two.Until(envelope => envelope.Error is not null);
        (refused.RequestId, refused.Error.Code, refused.Error.Message).ShouldBe((102u, ErrorCode.Busy, "The room's queue is full."));
        refused.Error.Retry.ShouldBe(Error.Types.Retry.Later);
        two.Until(envelope => envelope.Attached is not null).RequestId.ShouldBe(101u);
    }

    private static Join Key(string key) => new() { Key = new RoomKey { RoomType = "table", Key = key } };
}
