using GameServer.Actors;
using GameServer.Authoring;
using GameServer.Authoring.Kernel;
using GameServer.Links;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Rooms;
using GameServer.Routing;
using GameServer.Telemetry;
using GameServer.Tests.Actors.TestKit;

namespace GameServer.Tests.Routing;

/// <summary>What other nodes ask of this one.</summary>
public sealed class LinkedRequestsTests : IDisposable
{
    private static readonly NodeId Gateway = new("g1");

    private readonly ActorWorld _world = new();
    private readonly RecordingLink _link = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public void A_join_that_the_host_has_no_space_for_is_refused_with_a_time_to_try_again()
    {
        var host = _world.Spawn("rooms", (_, _) => { }, new ActorOptions { DataLaneMax = 1 });
        var requests = Requests(host);

        requests.Take(Gateway, Join(requestId: 7));
        _link.Messages.ShouldBeEmpty();
        requests.Take(Gateway, Join(requestId: 8));

        var answer = NodeBatch.Parser.ParseFrom(_link.Messages.ShouldHaveSingleItem()).Frames.ShouldHaveSingleItem().Answer;
        (answer.SessionId, answer.Generation, answer.RequestId).ShouldBe(("s-alice", 3UL, 8U));
        answer.Refused.Code.ShouldBe(ErrorCode.Busy);
        answer.Refused.RetryAfterMs.ShouldBeGreaterThan(0U);
    }

    private static RoomRequest Join(uint requestId)
    {
        var from = new MemberAddress(Gateway, new SessionId("s-alice"), new Generation(3));
        var alice = new Player(new PlayerId("alice"), default, "Alice", new HashSet<string>(), IsGuest: true);
        var join = new Join { Nonce = "n", Key = new RoomKey { RoomType = "table", Key = "k" } };
        var place = new HostMessage.Place(join, new RoomInput.Join(from, alice, join.Options, join.Seat, requestId), Attempt: 1);
        return NodeFrames.ToRequest(default, place).ShouldNotBeNull();
    }

    private LinkedRequests Requests(ActorRef host)
    {
        var table = new LinkTable();
        table.Add(Gateway, _link.Outbox);
        var types = new RoomTypes([]);
        var door = new CommandDoor(new RoomOptions(), new CommandPool(), new Traffic());
        return new LinkedRequests(host, new RoomTable(), types, door, new NodeLinks(new NodeId("n1"), table), Tracing.Off);
    }
}
