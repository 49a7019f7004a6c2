using GameServer.Client.Core;
using GameServer.Protocol.V1;
using GameServer.Tests.EndToEnd.Oracle;
using GameServer.Tests.Sessions;
using Google.Protobuf;

namespace GameServer.Tests.Routing;

/// <summary>A member that does not read as fast as its room speaks.</summary>
public sealed class LaggardTests : IDisposable
{
    private const int UpdateBytesMax = 300;

    private readonly RecordingConnection _line = new(UpdateBytesMax);
    private readonly NodeWorld _world = new(("talk", () => new TalkingRoom()));
    private readonly NodePlayer _quick;
    private readonly NodePlayer _slow;
    private readonly uint _room;
    private readonly RoomReplica _copy;
    private readonly List<ClientEffect> _seen = [];
    private ulong _said;

    public LaggardTests()
    {
        _quick = _world.Connect();
        _slow = _world.Connect(_line);
        var place = new Join { Key = new RoomKey { RoomType = "talk", Key = "one" } };
        _room = _quick.Enter(place.Clone()).Room;
        var attached = _slow.Enter(place);
        _copy = new RoomReplica(attached.RoomId, attached.RoomType, OracleState.Parser, OracleEvent.Parser);
        _copy.Attach(attached, _seen);
    }

    public void Dispose() => _world.Dispose();

    [Fact]
    public void It_misses_no_event_that_must_arrive_and_has_the_newest_state_once_it_has_read_what_waited()
    {
        _line.Stall();
        Say(1, 60);
        _world.Traffic.Behind.ShouldBe(1);
        _line.Outbox.BytesHeld.ShouldBeLessThan(60 * 60);
        _line.ReadOn();
        _world.RunUntilIdle();
        ReadAll();

        Events().ShouldBe(Numbers(1, 60));
        State.Applied.ShouldBe(60UL);
        Snapshots.ShouldBe(2, "one when it came, one when it had caught up");
        _seen.OfType<ClientEffect.EventsLost>().ShouldBeEmpty();
    }

    [Fact]
    public void Afterwards_it_gets_updates_like_everybody()
    {
        _line.Stall();
        Say(1, 60);
        _line.ReadOn();
        _world.RunUntilIdle();
        Say(61, 70);
        ReadAll();

        Events().ShouldBe(Numbers(1, 70));
        State.Applied.ShouldBe(70UL);
        Snapshots.ShouldBe(2);
    }

    [Fact]
    public void What_is_said_to_it_alone_is_not_lost_either()
    {
        _line.Stall();
        Say(TalkingRoom.Direct + 1, TalkingRoom.Direct + 60);
        _world.Traffic.Behind.ShouldBe(1);
        _line.ReadOn();
        _world.RunUntilIdle();
        ReadAll();

        Events().ShouldBe(Numbers(TalkingRoom.Direct + 1, TalkingRoom.Direct + 60));
        State.Applied.ShouldBe(60UL);
    }

    [Fact]
    public void What_is_said_to_it_alone_keeps_its_place_between_what_all_hear()
    {
        _line.Stall();
        Say(1, 30);
        Say(TalkingRoom.Both, TalkingRoom.Both + 4);
        _line.ReadOn();
        _world.RunUntilIdle();
        ReadAll();

        Events().Skip(30).ShouldBe(Numbers(TalkingRoom.Both, TalkingRoom.Both + 4).SelectMany(
            number => new[] { number, number + TalkingRoom.Direct, number, number + TalkingRoom.Direct, number }));
    }

    [Fact]
    public void Of_the_events_of_one_key_it_gets_the_newest_and_of_others_those_that_have_not_expired()
    {
        _line.Stall();
        Say(1, 30);
        Say(TalkingRoom.Latest + 1, TalkingRoom.Latest + 5);
        Say(TalkingRoom.Expiring + 1, TalkingRoom.Expiring + 2);
        _world.Advance(TalkingRoom.Lifetime + TimeSpan.FromMilliseconds(1));
        Say(TalkingRoom.Expiring + 3, TalkingRoom.Expiring + 4);
        Say(31, 31);
        _line.ReadOn();
        _world.RunUntilIdle();
        ReadAll();

        Events().ShouldBe([
            .. Numbers(1, 31), TalkingRoom.Latest + 5, TalkingRoom.Expiring + 3, TalkingRoom.Expiring + 4]);
        State.Applied.ShouldBe(40UL);
    }

    [Fact]
    public void Whoever_keeps_up_gets_events_of_every_kind()
    {
        _line.Stall();
        Say(1, 30);
        Say(TalkingRoom.Latest + 1, TalkingRoom.Latest + 3);
        var heard = _quick.Updates(_room).SelectMany(update => update.Events).Select(each => OracleEvent.Parser.ParseFrom(each).Number);
        heard.ShouldBe([.. Numbers(1, 30), .. Numbers(TalkingRoom.Latest + 1, TalkingRoom.Latest + 3)]);
    }

    [Fact]
    public void When_events_that_must_arrive_do_not_fit_any_more_it_is_closed_as_too_slow()
    {
        _line.Stall();
        for (var said = 0; said < 1_200 && _slow.ClosedWith == CloseCode.Unspecified; said++)
        {
            Say(1, 1);
        }

        _slow.ClosedWith.ShouldBe(CloseCode.SlowConsumer);
    }

    [Fact]
    public void Events_that_need_not_arrive_never_close_its_connection_nor_fill_its_outbox()
    {
        _line.Stall();
        Say(1, 30);
        var held = _line.Outbox.BytesHeld;
        Say(TalkingRoom.Latest + 1, TalkingRoom.Latest + 900);
        _slow.ClosedWith.ShouldBe(CloseCode.Unspecified);
        _line.Outbox.BytesHeld.ShouldBe(held);
    }

    private OracleState State => (OracleState)_copy.State;

    private int Snapshots { get; set; }

    private void Say(ulong first, ulong last)
    {
        foreach (var number in Numbers(first, last))
        {
            _quick.Send(new ClientEnvelope
            {
                Command = new Command
                {
                    Room = _room,
                    CommandSeq = ++_said,
                    RepliesSeen = _said - 1,
                    Payload = new OracleCommand { Number = number }.ToByteString(),
                },
            });
        }
    }

    private void ReadAll()
    {
        while (_slow.Next() is { } envelope)
        {
            switch (envelope.KindCase)
            {
                case ServerEnvelope.KindOneofCase.Update:
                    Snapshots += envelope.Update.Snapshot ? 1 : 0;
                    _copy.Take(envelope.Update, _seen).ShouldBeNull("it never has to ask");
                    break;
                case ServerEnvelope.KindOneofCase.Member:
                    _copy.Take(envelope.Member, _seen);
                    break;
            }
        }
    }

    private IEnumerable<ulong> Events() =>
        _seen.OfType<ClientEffect.EventReceived>().Select(received => ((OracleEvent)received.Event).Number);

    private static ulong[] Numbers(ulong first, ulong last) =>
        [.. Enumerable.Range((int)first, (int)(last - first + 1)).Select(each => (ulong)each)];
}
