using System.Buffers;
using System.Text.Json;
using GameServer.Protocol.Codecs;
using GameServer.Protocol.V1;
using GameServer.Sessions;

namespace GameServer.Tests.Sessions;

/// <summary>What becomes WebSocket messages in an outbox, and where their bytes are meanwhile.</summary>
public sealed class OutboxMessageTests
{
    private const int Ping = 0x89;
    private const int Binary = 0x82;
    private const int CloseByte = 0x88;

    private static readonly byte[] PingFrame = [Ping, 0];
    private static readonly byte[] CloseFrame = [CloseByte, 2, 3, 232];

    private readonly RecordingTransport _transport = new();
    private readonly CountingPool _pool = new();

    [Fact]
    public void What_was_put_in_leaves_as_one_message_when_it_is_flushed()
    {
        var outbox = With(new OutboxLimits(10, 1000, 1000));
        outbox.Put(Frame(1)).ShouldBe(OutboxAnswer.Taken);
        outbox.Put(Frame(2)).ShouldBe(OutboxAnswer.Taken);
        _transport.Writes.ShouldBeEmpty();
        outbox.BytesHeld.ShouldBe(Size(1) + Size(2));
        outbox.Flush();
        outbox.Flush();
        Requests(_transport.Frames.All().Single()).ShouldBe([1u, 2u]);
        _transport.Writes.Count.ShouldBe(1);
        _transport.FrameCount.ShouldBe(2);
        outbox.BytesHeld.ShouldBe(0);
    }

    [Fact]
    public void Control_frames_keep_their_place_between_messages()
    {
        var outbox = With(new OutboxLimits(10, 1000, 1000));
        outbox.Put(Frame(1));
        outbox.PutWire(PingFrame).ShouldBe(OutboxAnswer.Taken);
        outbox.Send(Frame(2));
        outbox.Close(CloseFrame).ShouldBeTrue();
        _transport.Frames.All().Select(frame => frame.FirstByte).ShouldBe([Binary, Ping, Binary, CloseByte]);
    }

    [Fact]
    public void A_JSON_message_is_an_array_whether_its_frames_are_small_or_large()
    {
        var outbox = With(new OutboxLimits(10, 1_000_000, 65_536), Subprotocol.Json);
        outbox.Put(Frame(1));
        outbox.Put(Frame(2));
        outbox.Put(Large(3));
        outbox.Send(Frame(4));
        var messages = _transport.Frames.All();
        messages.Select(message => message.FirstByte).ShouldAllBe(first => first == 0x81);
        messages.Select(message => JsonDocument.Parse(message.Payload).RootElement.EnumerateArray()
            .Select(envelope => envelope.GetProperty("requestId").GetInt32())).ShouldBe([[1, 2], [3], [4]]);
    }

    [Fact]
    public void A_large_frame_whose_bytes_last_is_not_copied()
    {
        var outbox = With(new OutboxLimits(10, 1_000_000, 65_536));
        _transport.Answer = OutboxWrite.Pending;
        outbox.Send(Frame(1));
        outbox.Put(Large(2));
        outbox.Put(Frame(3));
        _transport.Answer = OutboxWrite.Done;
        outbox.Written(OutboxWrite.Done);
        _transport.Frames.All().SelectMany(Requests).ShouldBe([1u, 2u, 3u]);
        _transport.Writes.Select(Convert.ToHexString).ShouldContain(Convert.ToHexString(Large(2).Binary.Bytes.Span));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(60_000)]
    [InlineData(100_000)]
    public void A_frame_of_any_size_comes_whole_between_small_ones(int bytes)
    {
        var outbox = With(new OutboxLimits(10, 1_000_000, 65_536));
        outbox.Put(Frame(1));
        outbox.Put(Large(2, bytes));
        outbox.Send(Frame(3));
        _transport.Frames.All().SelectMany(Requests).ShouldBe([1u, 2u, 3u]);
    }

    [Fact]
    public void A_message_is_as_large_as_allowed_and_a_larger_frame_goes_alone()
    {
        var one = Size(1);
        var outbox = With(new OutboxLimits(10, 100_000, BatchBytesMax: 2 * one));
        foreach (var frame in new[] { Frame(1), Frame(2), Frame(3), Large(4, 3 * one), Frame(5), Frame(6) })
        {
            outbox.Put(frame);
        }

        outbox.Flush();
        _transport.Frames.All().Select(message => string.Join('+', Requests(message))).ShouldBe(["1+2", "3", "4", "5+6"]);
    }

    [Fact]
    public void An_outbox_in_which_nothing_waits_holds_no_buffer()
    {
        var outbox = With(new OutboxLimits(100, 1_000_000, 65_536));
        for (uint request = 1; request <= 90; request++)
        {
            outbox.Put(Large(request, (int)request * 40));
            outbox.PutWire(request % 7 == 0 ? PingFrame : new byte[5000]);
        }

        _pool.Rents.ShouldBeGreaterThan(0);
        _pool.Out.ShouldBe(0);
    }

    [Theory]
    [InlineData("ends")]
    [InlineData("overflows")]
    public void An_outbox_that_drops_what_waits_gives_its_buffers_back(string how)
    {
        var outbox = With(new OutboxLimits(5, 1_000_000, 65_536));
        _transport.Answer = OutboxWrite.Pending;
        outbox.Send(Frame(1));
        outbox.Put(Frame(2));
        outbox.PutWire(PingFrame);
        outbox.Put(Large(3));
        outbox.Put(Frame(4));
        _pool.Out.ShouldBe(4);
        if (how == "ends")
        {
            outbox.End();
        }
        else
        {
            outbox.Put(Frame(5)).ShouldBe(OutboxAnswer.OverLimit);
        }

        _pool.Out.ShouldBe(1, "the transport still reads one");
        outbox.Written(OutboxWrite.Done);
        _pool.Out.ShouldBe(0);
    }

    private static OutgoingFrame Frame(uint request) => new(new ServerEnvelope { RequestId = request });

    private static OutgoingFrame Large(uint request, int bytes = 10_000) =>
        new(new ServerEnvelope { RequestId = request, Error = new Error { Message = new string('x', bytes) } });

    private static int Size(uint request) => Frame(request).Binary.Bytes.Length;

    private static IEnumerable<uint> Requests((int FirstByte, byte[] Payload) message) =>
        ServerBatch.Parser.ParseFrom(message.Payload).Envelopes.Select(envelope => envelope.RequestId);

    private Outbox With(OutboxLimits limits, Subprotocol form = Subprotocol.Binary) => new(form, limits, _pool, _transport);

    /// <summary>Counts buffers that were not given back.</summary>
    private sealed class CountingPool : ArrayPool<byte>
    {
        private readonly HashSet<byte[]> _out = [];

        internal int Rents { get; private set; }

        internal int Out => _out.Count;

        public override byte[] Rent(int minimumLength)
        {
            var array = new byte[minimumLength];
            Rents++;
            _out.Add(array);
            return array;
        }

        public override void Return(byte[] array, bool clearArray = false)
        {
            _out.Remove(array).ShouldBeTrue("a buffer is given back once");
            array.AsSpan().Fill(0xEE);
        }
    }
}
