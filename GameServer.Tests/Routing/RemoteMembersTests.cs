using GameServer.Authoring.Kernel;
using GameServer.Links;
using GameServer.Protocol.Codecs;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Rooms;
using GameServer.Routing;
using GameServer.Tests.Actors.TestKit;

namespace GameServer.Tests.Routing;

public sealed class RemoteMembersTests : IDisposable
{
    private const int Members = 1_000;

    private static readonly NodeId[] Gateways = [new("g1"), new("g2"), new("g3")];

    private readonly ActorWorld _world = new();
    private readonly Dictionary<NodeId, RecordingLink> _links = [];
    private readonly RemoteMembers _members;

    public RemoteMembersTests()
    {
        var table = new LinkTable();
        foreach (var gateway in Gateways)
        {
            _links[gateway] = new RecordingLink();
            table.Add(gateway, _links[gateway].Outbox);
        }

        var roomClass = RoomClass.Of(typeof(TableRoom), "table").ShouldBeOfType<RoomClassAnswer.Fit>().Class;
        var type = new RoomType(roomClass, roomClass.Settings(new TableRoom()), () => new TableRoom());
        var room = new RoomEntry(new RoomId("room-a"), new RoomNumber(7), type, "", _world.Probe("room").Ref);
        _members = new RemoteMembers(room, new Epoch(3), new NodeLinks(new NodeId("host"), table));
    }

    public void Dispose() => _world.Dispose();

    [Fact]
    public void A_broadcast_to_a_thousand_members_on_three_gateways_crosses_each_link_once()
    {
        for (var member = 0; member < Members; member++)
        {
            var address = new MemberAddress(Gateways[member % 3], new SessionId($"s{member}"), new Generation(1));
            _members.Attach(address, requestId: 0, rewoundEpoch: 0);
        }

        _members.Flush(new RoomVersion(1));
        var before = _links.Values.ToDictionary(link => link, link => link.Outbox.Counts.PutsOut);

        _members.Publish(new OutgoingFrame(new ServerEnvelope { Update = new RoomUpdate { Room = 7, Epoch = 3, Version = 2 } }));
        _members.Flush(new RoomVersion(2));

        foreach (var (link, puts) in before)
        {
            link.Outbox.Counts.PutsOut.ShouldBe(puts + 1);
            var output = NodeBatch.Parser.ParseFrom(link.Messages[^1]).Frames.ShouldHaveSingleItem().Output;
            output.Version.ShouldBe(2UL);
            output.Pieces.ShouldHaveSingleItem().KindCase.ShouldBe(OutputPiece.KindOneofCase.Update);
        }
    }
}
