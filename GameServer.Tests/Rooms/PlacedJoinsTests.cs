using GameServer.Authoring.Kernel;
using GameServer.Protocol.V1;
using GameServer.Rooms;
using GameServer.Tests.Authoring;

namespace GameServer.Tests.Rooms;

public sealed class PlacedJoinsTests
{
    private static readonly Join _match = new() { Match = new RoomMatch { RoomType = "probe" } };
    private static readonly Join _key = new() { Key = new RoomKey { RoomType = "probe", Key = "a" } };
    private static readonly Join _id = new() { RoomId = "r1" };

    [Fact]
    public void A_match_goes_elsewhere_when_the_room_is_full_has_ended_or_is_overloaded()
    {
        IsTriedElsewhere(_match, ErrorCode.RoomFull).ShouldBeTrue();
        IsTriedElsewhere(_match, ErrorCode.RoomClosed).ShouldBeTrue();
        IsTriedElsewhere(_match, ErrorCode.Busy, isOverloaded: true).ShouldBeTrue();
        IsTriedElsewhere(_match, ErrorCode.Busy).ShouldBeFalse("another connection of the member holds its place");
        IsTriedElsewhere(_match, ErrorCode.JoinRejected).ShouldBeFalse();
    }

    [Fact]
    public void A_key_leads_elsewhere_only_when_its_room_has_ended()
    {
        IsTriedElsewhere(_key, ErrorCode.RoomClosed).ShouldBeTrue();
        IsTriedElsewhere(_key, ErrorCode.RoomFull).ShouldBeFalse();
        IsTriedElsewhere(_key, ErrorCode.Busy, isOverloaded: true).ShouldBeFalse();
    }

    [Fact]
    public void An_id_leads_nowhere_else() => IsTriedElsewhere(_id, ErrorCode.Busy, isOverloaded: true).ShouldBeFalse();

    private static bool IsTriedElsewhere(Join target, ErrorCode code, bool isOverloaded = false)
    {
        var input = KernelRig.Join("alice");
        var placed = new PlacedJoins();
        placed.Add(new HostMessage.Place(target, input, 1));
        var refused = new RoomEffect.JoinRefused(input.From, input.Player, input.RequestId, new Error { Code = code })
        {
            IsOverloaded = isOverloaded,
        };
        return placed.Elsewhere(refused) is { Attempt: 2 };
    }
}
