using GameServer.Authoring.Kernel;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Rooms;
using GameServer.Routing;
using GameServer.Sessions;
using GameServer.Telemetry;
using GameServer.Tests.Actors.TestKit;
using GameServer.Tests.Sessions;

namespace GameServer.Tests.Routing;

public sealed class RemoteRoomTests : IDisposable
{
    private static readonly SessionAddress Alice = new(new SessionId("alice"), new Generation(4));

    private readonly ActorWorld _world = new();
    private readonly TestProbe _session;
    private readonly RemoteRoom _room;

    public RemoteRoomTests()
    {
        _session = _world.Probe("alice");
        var sessions = new SessionTable();
        sessions.Put(Alice.Session, Alice.Generation, _session.Ref, new RecordingConnection());
        var table = RoomClass.Of(typeof(TableRoom), "table").ShouldBeOfType<RoomClassAnswer.Fit>().Class;
        var type = new RoomType(table, table.Settings(new TableRoom()), () => new TableRoom());
        _room = new RemoteRoom(new RoomId("room-a"), new RoomNumber(7), type, new NodeId("host"), new Epoch(3), sessions, new Traffic());
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
