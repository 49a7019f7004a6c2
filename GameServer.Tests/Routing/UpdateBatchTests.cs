using GameServer.Protocol.Codecs;
using GameServer.Protocol.V1;
using GameServer.Routing;
using GameServer.Tests.EndToEnd.Oracle;
using GameServer.Tests.Sessions;

namespace GameServer.Tests.Routing;

/// <summary>What a busy room says within its window, on its way to the members.</summary>
public sealed class UpdateBatchTests : IDisposable
{
    private static readonly TimeSpan _window = TimeSpan.FromMilliseconds(1);

    private readonly NodeWorld _world = new(("talk", () => new TalkingRoom(_window)));

    public void Dispose() => _world.Dispose();

    [Fact]
    public void Its_message_is_all_that_was_added_and_each_frame_is_there_alone()
    {
        var batch = Batch(bytesMax: 1_000);
        batch.TryAdd(Frame(1)).ShouldBeTrue();
        batch.TryAdd(Frame(2)).ShouldBeTrue();
        Requests(batch.Message).ShouldBe([1u, 2u]);
        batch.Bytes.ShouldBe(Frame(1).Binary.Bytes.Length + Frame(2).Binary.Bytes.Length);
        batch[0].Envelope.RequestId.ShouldBe(1u);
        batch[1].Envelope.RequestId.ShouldBe(2u);

        batch.Clear();
        batch.Count.ShouldBe(0);
        batch.TryAdd(Frame(3)).ShouldBeTrue();
        Requests(batch.Message).ShouldBe([3u]);
        batch[0].Envelope.RequestId.ShouldBe(3u);
    }

    [Fact]
    public void It_takes_no_more_than_a_message_may_have_but_a_larger_frame_alone()
    {
        var bytes = Frame(1).Binary.Bytes.Length;
        var batch = Batch(2 * bytes);
        batch.TryAdd(Frame(1)).ShouldBeTrue();
        batch.TryAdd(Frame(2)).ShouldBeTrue();
        batch.TryAdd(Frame(3)).ShouldBeFalse();
        batch.Clear();
        batch.TryAdd(Large(4)).ShouldBeTrue();
        Requests(batch.Message).ShouldBe([4u]);
        batch.TryAdd(Frame(5)).ShouldBeFalse();
    }

    [Fact]
    public void Each_member_gets_it_in_one_message()
    {
        var (speaker, room, line) = Busy();
        var writes = line.Writes;
        Say(speaker, room, 5);
        line.Writes.ShouldBe(writes);
        _world.Advance(_window);
        line.Writes.ShouldBe(writes + 1);
    }

    [Fact]
    public void What_is_said_to_one_alone_comes_behind_what_was_said_to_all_before()
    {
        var (speaker, room, line) = Busy();
        var writes = line.Writes;
        Say(speaker, room, 2);
        speaker.Command(room, new OracleCommand { Number = TalkingRoom.Direct });
        Say(speaker, room, 2);
        _world.Advance(_window);
        line.Writes.ShouldBe(writes + 1);
        var said = new List<ulong>();
        while (line.Next() is { } envelope)
        {
            said.AddRange((envelope.Update?.Events ?? []).Concat(envelope.Member?.Events.Select(each => each.Payload) ?? [])
                .Select(each => OracleEvent.Parser.ParseFrom(each).Number));
        }

        said.ShouldBe([1, 2, TalkingRoom.Direct, 1, 2]);
    }

    [Fact]
    public void Whoever_joins_meanwhile_gets_only_what_follows()
    {
        var (speaker, room, _) = Busy();
        Say(speaker, room, 3);
        var late = _world.Connect();
        var attached = late.Enter(Place());
        Say(speaker, room, 2);
        _world.Advance(_window);
        var updates = late.Updates(attached.Room);
        updates[0].Snapshot.ShouldBeTrue();
        updates.SelectMany(update => update.Events).Select(each => OracleEvent.Parser.ParseFrom(each).Number).ShouldBe([1ul, 2ul]);
    }

    [Fact]
    public void Whoever_leaves_meanwhile_gets_what_was_said_before()
    {
        var (speaker, room, line) = Busy(out var other);
        Say(speaker, room, 3);
        other.Send(new ClientEnvelope { RequestId = 9, Leave = new Leave { Room = room, Nonce = "l9" } });
        Say(speaker, room, 1);
        _world.Advance(_window);
        var heard = new List<ulong>();
        while (line.Next() is { } envelope)
        {
            heard.AddRange((envelope.Update?.Events ?? []).Select(each => OracleEvent.Parser.ParseFrom(each).Number));
        }

        heard.ShouldBe([1ul, 2ul, 3ul]);
    }

    private static Join Place() => new() { Key = new RoomKey { RoomType = "talk", Key = "one" } };

    private static void Say(NodePlayer speaker, uint room, ulong last)
    {
        for (ulong number = 1; number <= last; number++)
        {
            speaker.Command(room, new OracleCommand { Number = number });
        }
    }

    private static OutgoingFrame Frame(uint request) => new(new ServerEnvelope { RequestId = request });

    private static OutgoingFrame Large(uint request) =>
        new(new ServerEnvelope { RequestId = request, Error = new Error { Message = new string('x', 100) } });

    private static IEnumerable<uint> Requests(ReadOnlySpan<byte> message)
    {
        var written = new WrittenFrames();
        written.Add(message);
        return ServerBatch.Parser.ParseFrom(written.All().ShouldHaveSingleItem().Payload).Envelopes.Select(envelope => envelope.RequestId);
    }

    private static UpdateBatch Batch(int bytesMax) => new(bytesMax, NodeWorld.TypeOf("talk", () => new TalkingRoom(_window)).Schema);

    private (NodePlayer Speaker, uint Room, RecordingConnection Line) Busy() => Busy(out _);

    /// <summary>A room of two that is busy, and all that was said has been read.</summary>
    private (NodePlayer Speaker, uint Room, RecordingConnection Line) Busy(out NodePlayer other)
    {
        var (speaker, line) = (_world.Connect(), new RecordingConnection());
        other = _world.Connect(line);
        var room = speaker.Enter(Place()).Room;
        other.Enter(Place());
        Say(speaker, room, 50);
        _world.Advance(_window);
        while (line.Next() is not null)
        {
        }

        return (speaker, room, line);
    }
}
