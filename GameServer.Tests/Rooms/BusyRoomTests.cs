using GameServer.Authoring;
using GameServer.Protocol.V1;
using GameServer.Tests.EndToEnd.Oracle;
using GameServer.Tests.Routing;
using GameServer.Tests.Sessions;
using Google.Protobuf;

namespace GameServer.Tests.Rooms;

/// <summary>When what a busy room says is written to a member, on virtual time.</summary>
public sealed class BusyRoomTests : IDisposable
{
    private const int Window = 50;
    private const int Gap = 20;

    private readonly NodeWorld _node = new(("busy", () => new CountingRoom(new RoomSettings { FlushWindow = Window.Milliseconds() })));
    private readonly RecordingConnection _listens = new();
    private readonly NodePlayer _speaker;
    private readonly uint _room;
    private ulong _said;

    public BusyRoomTests()
    {
        _speaker = _node.Connect();
        var join = new Join { Key = new RoomKey { RoomType = "busy", Key = "a" } };
        _room = _speaker.Enter(join.Clone()).Room;
        _node.Connect(_listens).Enter(join);
        for (var turn = 0; turn < 100; turn++)
        {
            SayAfter(Gap);
        }

        _node.Advance(Window.Milliseconds());
        Waits.ShouldBeFalse();
    }

    private bool Waits => _listens.Outbox.BytesHeld > 0;

    public void Dispose() => _node.Dispose();

    [Fact]
    public void What_comes_evenly_leaves_with_the_last_that_comes_within_the_window()
    {
        for (var window = 0; window < 3; window++)
        {
            SayAfter(Gap);
            Waits.ShouldBeTrue();
            SayAfter(Gap);
            Waits.ShouldBeTrue();
            SayAfter(Gap);
            Waits.ShouldBeFalse();
        }
    }

    [Fact]
    public void A_window_that_was_left_early_takes_nothing_of_the_next_one()
    {
        SayAfter(Gap);
        SayAfter(Gap);
        SayAfter(Gap);
        SayAfter(5);

        _node.Advance((Window - 1).Milliseconds());
        Waits.ShouldBeTrue();
        _node.Advance(1.Milliseconds());
        Waits.ShouldBeFalse();
    }

    [Fact]
    public void When_no_other_turn_comes_the_window_ends_the_wait()
    {
        SayAfter(Gap);
        Waits.ShouldBeTrue();

        _node.Advance(Window.Milliseconds());

        Waits.ShouldBeFalse();
    }

    private void SayAfter(int milliseconds)
    {
        _node.Advance(milliseconds.Milliseconds());
        _speaker.Send(new ClientEnvelope
        {
            Command = new Command
            {
                Room = _room,
                CommandSeq = _said + 1,
                RepliesSeen = _said,
                Payload = new OracleCommand { Number = 1 }.ToByteString(),
            },
        });
        _said++;
    }
}
