using GameServer.Authoring.Kernel;
using GameServer.Links;
using GameServer.Protocol.Codecs;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Rooms;
using GameServer.Routing;
using GameServer.Sessions;
using GameServer.Telemetry;
using GameServer.Tests.Actors.TestKit;
using GameServer.Tests.Sessions;
using Google.Protobuf;

namespace GameServer.Tests.Routing;

public sealed class RemoteRoomTests : IDisposable
{
    private static readonly SessionAddress Alice = new(new SessionId("alice"), new Generation(4));

    private readonly ActorWorld _world = new();
    private readonly TestProbe _session;
    private readonly RecordingConnection _line = new(updateBytesMax: 100);
    private readonly RecordingLink _link = new();
    private readonly Traffic _traffic = new();
    private readonly RemoteRoom _room;

    public RemoteRoomTests()
    {
        _session = _world.Probe("alice");
        var sessions = new SessionTable();
        sessions.Put(
            Alice.Session,
            Alice.Generation,
            _session.Ref,
            _line,
            new PlayerIdentity(new PlayerId("alice"), "Alice", new HashSet<string>(), IsGuest: true));
        var table = RoomClass.Of(typeof(TableRoom), "table").ShouldBeOfType<RoomClassAnswer.Fit>().Class;
        var type = new RoomType(table, table.Settings(new TableRoom()), () => new TableRoom());
        var host = new LinkTable();
        host.Add(new NodeId("host"), _link.Outbox);
        var links = new NodeLinks(new NodeId("gateway"), host);
        var parts = new AudienceParts(sessions, links, _traffic, _world.Time);
        _room = new RemoteRoom(new RoomId("room-a"), new RoomNumber(7), type, new NodeId("host"), new Epoch(3), parts);
    }

    public void Dispose() => _world.Dispose();

    [Fact]
    public void A_connection_that_waits_at_the_host_to_be_attached_again_hears_that_the_room_is_lost()
    {
        _room.Take(Output(20, Piece(attached: 0)));
        _room.Take(Output(22, Piece(detached: false)));
        _session.ExpectMsg<SessionMessage.RoomEntered>();
        _room.IsEmpty.ShouldBeFalse();

        _room.Lose();

        _session.ExpectMsg(new SessionMessage.RoomMoved(new RoomId("room-a"), Alice.Generation, At(20)));
        _session.ExpectNoMsg();
    }

    [Fact]
    public void A_connection_that_was_attached_again_hears_it_once_from_where_the_room_stands()
    {
        _room.Take(Output(20, Piece(attached: 0)));
        _room.Take(Output(22, Piece(detached: false)));
        _room.Take(Output(25, Piece(attached: 0)));
        _session.TakeAll();

        _room.Lose();

        _session.ExpectMsg(new SessionMessage.RoomMoved(new RoomId("room-a"), Alice.Generation, At(25)));
        _session.ExpectNoMsg();
    }

    [Fact]
    public void A_member_that_is_behind_asks_the_host_for_a_snapshot_once_it_has_read_what_waited()
    {
        _room.Take(Output(20, Piece(attached: 0)));
        _line.Stall();
        Publish(21, 40);
        _traffic.Behind.ShouldBe(1);
        _link.Messages.ShouldBeEmpty();

        _line.ReadOn();

        var asked = NodeBatch.Parser.ParseFrom(_link.Messages.ShouldHaveSingleItem()).Frames.ShouldHaveSingleItem().Request;
        asked.Snapshot.CatchUp.ShouldBeTrue();
        NodeFrames.ToInput(asked, new NodeId("gateway"))
            .ShouldBe(new RoomInput.CatchUp(new MemberAddress(new NodeId("gateway"), Alice.Session, Alice.Generation)));
        var snapshot = new RoomUpdate { Room = 7, Epoch = 3, Version = 40, Snapshot = true };
        _room.Take(Output(40, Of(new OutputPiece { Frame = Frame(snapshot) })));
        Publish(41, 41);

        List<RoomUpdate> updates = [];
        while (_line.Next() is { } envelope)
        {
            if (envelope.Update is { } update)
            {
                updates.Add(update);
            }
        }

        updates[^2].ShouldBe(snapshot);
        updates[^1].Version.ShouldBe(41UL);
        updates[..^2].Select(update => update.Version).ShouldBe(Enumerable.Range(21, updates.Count - 2).Select(version => (ulong)version));
    }

    [Fact]
    public void A_member_that_is_behind_when_the_room_is_lost_goes_on_from_what_it_got()
    {
        _room.Take(Output(20, Piece(attached: 0)));
        _session.ExpectMsg<SessionMessage.RoomEntered>();
        _line.Stall();
        Publish(21, 40);

        _room.Lose();

        var got = _session.ExpectMsg<SessionMessage.RoomMoved>().From;
        _line.ReadOn();
        ulong last = 0;
        while (_line.Next() is { } envelope)
        {
            last = envelope.Update?.Version ?? last;
        }

        got.ShouldBe(At(last));
        last.ShouldBeInRange(21UL, 39UL);
    }

    private void Publish(ulong first, ulong last)
    {
        for (var version = first; version <= last; version++)
        {
            var update = new RoomUpdate { Room = 7, Epoch = 3, BaseVersion = version - 1, Version = version, RoomTimeMs = version };
            _room.Take(Output(version, new OutputPiece { Update = Frame(update) }));
        }
    }

    private static ByteString Frame(RoomUpdate update) =>
        ByteString.CopyFrom(BinaryCodec.EncodeServerEnvelopeElement(new ServerEnvelope { Update = update }));

    private static Position At(ulong version) => new(new Epoch(3), new RoomVersion(version));

    private static RoomOutput Output(ulong version, OutputPiece piece) =>
        new() { Room = 7, Epoch = 3, Version = version, Pieces = { piece } };

    private static OutputPiece Piece(uint attached) => Of(new OutputPiece { Attached = attached });

    private static OutputPiece Piece(bool detached) => Of(new OutputPiece { Detached = detached });

    private static OutputPiece Of(OutputPiece piece)
    {
        (piece.SessionId, piece.Generation) = (Alice.Session.Value, Alice.Generation.Value);
        return piece;
    }
}
