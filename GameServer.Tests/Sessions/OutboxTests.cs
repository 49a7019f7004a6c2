using System.Text.Json;
using GameServer.Protocol.Codecs;
using GameServer.Protocol.V1;
using GameServer.Sessions;

namespace GameServer.Tests.Sessions;

public sealed class OutboxTests
{
    private const int Ping = 0x89;
    private const int Binary = 0x82;
    private const int CloseByte = 0x88;

    private static readonly byte[] PingFrame = [Ping, 0];
    private static readonly byte[] CloseFrame = [CloseByte, 2, 3, 232];

    private readonly RecordingTransport _transport = new();

    [Fact]
    public void Over_the_frame_limit_all_is_dropped_and_the_transport_is_told_once()
    {
        var outbox = With(new OutboxLimits(FramesMax: 2, BytesMax: 1000, BatchBytesMax: 1000));
        outbox.Put(Frame(1)).ShouldBe(OutboxAnswer.Taken);
        outbox.Put(Frame(2)).ShouldBe(OutboxAnswer.Taken);
        outbox.Put(Frame(3)).ShouldBe(OutboxAnswer.OverLimit);
        outbox.Put(Frame(4)).ShouldBe(OutboxAnswer.Closed);
        outbox.BytesHeld.ShouldBe(0);
        outbox.State.ShouldBe(OutboxState.Overflowed);
        _transport.OverLimits.ShouldBe(1);
        outbox.Flush();
        _transport.Writes.ShouldBeEmpty();
    }

    [Fact]
    public void The_close_frame_still_fits_after_the_limit()
    {
        var outbox = With(new OutboxLimits(FramesMax: 1, BytesMax: 10, BatchBytesMax: 10));
        _transport.Answer = OutboxWrite.Pending;
        outbox.PutWire(PingFrame).ShouldBe(OutboxAnswer.Taken);
        outbox.PutWire(PingFrame).ShouldBe(OutboxAnswer.OverLimit);
        outbox.Close(CloseFrame).ShouldBeTrue();
        _transport.Answer = OutboxWrite.Done;
        outbox.Written(OutboxWrite.Done);
        _transport.Frames.All().Select(frame => frame.FirstByte).ShouldBe([Ping, CloseByte]);
        outbox.State.ShouldBe(OutboxState.Ended);
        _transport.Ends.ShouldBe(1);
    }

    [Fact]
    public void A_message_that_has_begun_is_ended_even_over_the_limit()
    {
        var outbox = With(new OutboxLimits(FramesMax: 3, BytesMax: 1_000_000, BatchBytesMax: 1000), Subprotocol.Json);
        _transport.Answer = OutboxWrite.Pending;
        outbox.Send(Large(1));
        outbox.Put(Large(2)).ShouldBe(OutboxAnswer.Taken);
        outbox.Put(Frame(3)).ShouldBe(OutboxAnswer.Taken);
        outbox.Put(Frame(4)).ShouldBe(OutboxAnswer.OverLimit);
        outbox.Close(CloseFrame);
        _transport.Answer = OutboxWrite.Done;
        outbox.Written(OutboxWrite.Done);
        var frames = _transport.Frames.All();
        frames.Select(frame => frame.FirstByte).ShouldBe([0x81, CloseByte]);
        JsonDocument.Parse(frames[0].Payload).RootElement[0].GetProperty("requestId").GetInt32().ShouldBe(1);
        outbox.BytesHeld.ShouldBe(0);
    }

    [Fact]
    public void A_frame_larger_than_the_limit_is_taken_only_while_nothing_else_is_held()
    {
        var outbox = With(new OutboxLimits(FramesMax: 10, BytesMax: 10, BatchBytesMax: 10));
        outbox.PutWire(new byte[1000]).ShouldBe(OutboxAnswer.Taken);
        _transport.Writes.Single().Length.ShouldBe(1000);
        _transport.Answer = OutboxWrite.Pending;
        outbox.PutWire(new byte[11]).ShouldBe(OutboxAnswer.Taken, "the one before is written");
        outbox.PutWire(new byte[1]).ShouldBe(OutboxAnswer.OverLimit, "a larger one is being written");
        _transport.OverLimits.ShouldBe(1);
    }

    [Fact]
    public void What_is_being_written_counts_until_it_is_written()
    {
        var outbox = With(new OutboxLimits(FramesMax: 10, BytesMax: 100, BatchBytesMax: 100));
        _transport.Answer = OutboxWrite.Pending;
        outbox.PutWire(new byte[100]);
        outbox.BytesHeld.ShouldBe(100);
        outbox.Written(OutboxWrite.Done);
        outbox.BytesHeld.ShouldBe(0);
        outbox.PutWire(new byte[100]).ShouldBe(OutboxAnswer.Taken);
        outbox.PutWire(new byte[1]).ShouldBe(OutboxAnswer.OverLimit);
    }

    [Fact]
    public void A_frame_that_JSON_cannot_say_ends_only_the_connections_of_that_form()
    {
        var frame = UnwritableFrame.New();
        var limits = new OutboxLimits(10, 1000, 1000);
        var json = With(limits, Subprotocol.Json);
        json.Put(Frame(1)).ShouldBe(OutboxAnswer.Taken);
        json.Put(frame).ShouldBe(OutboxAnswer.Closed);
        json.Put(Frame(2)).ShouldBe(OutboxAnswer.Closed);
        json.Put(frame).ShouldBe(OutboxAnswer.Closed);
        _transport.Failures.Single().ShouldBeSameAs(frame.Json.Failure);
        json.Close(CloseFrame).ShouldBeTrue();
        _transport.Frames.All().Select(written => written.FirstByte).ShouldBe([0x81, CloseByte]);
        With(limits).Put(frame).ShouldBe(OutboxAnswer.Taken);
    }

    [Fact]
    public void A_form_that_failed_is_not_tried_again()
    {
        var frame = UnwritableFrame.New();
        frame.Json.Failure.ShouldNotBeNull().ShouldBeSameAs(frame.Json.Failure);
        frame.Binary.Failure.ShouldBeNull();
    }

    [Fact]
    public void After_the_close_frame_nothing_is_taken()
    {
        var outbox = With(new OutboxLimits(10, 1000, 1000));
        outbox.Put(Frame(1));
        outbox.Close(CloseFrame).ShouldBeTrue();
        outbox.Close(CloseFrame).ShouldBeFalse();
        outbox.Put(Frame(2)).ShouldBe(OutboxAnswer.Closed);
        outbox.PutWire(PingFrame).ShouldBe(OutboxAnswer.Closed);
        _transport.Frames.All().Select(frame => frame.FirstByte).ShouldBe([Binary, CloseByte]);
        _transport.Ends.ShouldBe(1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_ended_outbox_drops_all_stays_ended_and_says_so_when_nobody_writes_any_more(bool isWriting)
    {
        var outbox = With(new OutboxLimits(10, 1000, 1000));
        _transport.Answer = isWriting ? OutboxWrite.Pending : OutboxWrite.Done;
        outbox.Send(Frame(1));
        outbox.Put(Frame(2));
        outbox.End();
        outbox.End();
        _transport.Ends.ShouldBe(isWriting ? 0 : 1);
        outbox.BytesHeld.ShouldBe(0);
        outbox.Close(CloseFrame).ShouldBeFalse();
        outbox.Put(Frame(3)).ShouldBe(OutboxAnswer.Closed);
        if (isWriting)
        {
            outbox.Written(OutboxWrite.Done);
        }

        outbox.Flush();
        _transport.Ends.ShouldBe(1);
        _transport.Writes.Count.ShouldBe(1);
        outbox.BytesHeld.ShouldBe(0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_transport_that_is_gone_ends_the_outbox(bool afterAWhile)
    {
        var outbox = With(new OutboxLimits(10, 1000, 1000));
        _transport.Answer = afterAWhile ? OutboxWrite.Pending : OutboxWrite.Gone;
        outbox.Put(Frame(1));
        outbox.Flush();
        if (afterAWhile)
        {
            outbox.Put(Frame(2));
            outbox.Written(OutboxWrite.Gone);
        }

        outbox.State.ShouldBe(OutboxState.Ended);
        _transport.Ends.ShouldBe(1);
        _transport.Writes.Count.ShouldBe(1);
    }

    [Fact]
    public void What_is_flushed_while_another_writes_is_written_by_that_one()
    {
        var outbox = With(new OutboxLimits(10, 1000, 1000));
        _transport.Writing = () =>
        {
            _transport.Writing = null;
            outbox.Put(Frame(2));
            outbox.Send(Frame(3)).ShouldBe(OutboxAnswer.Taken);
        };
        outbox.Send(Frame(1));
        _transport.Frames.All().Select(message => string.Join('+', Requests(message))).ShouldBe(["1", "2+3"]);
    }

    [Fact]
    public void A_shared_frame_is_encoded_once()
    {
        var frame = Frame(1);
        frame.Binary.ShouldBe(frame.Binary);
        frame.Json.ShouldBe(frame.Json);
    }

    [Fact]
    public async Task Frames_of_each_thread_leave_in_its_order_and_none_is_lost()
    {
        const int Threads = 4;
        var each = TestScale.Of(2_000);
        var outbox = With(new OutboxLimits(Threads * each, int.MaxValue, 1000));
        await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Run(() =>
        {
            for (var number = 0; number < each; number++)
            {
                var frame = Frame((uint)((thread * each) + number));
                (number % 3 == 0 ? outbox.Put(frame) : outbox.Send(frame)).ShouldBe(OutboxAnswer.Taken);
            }
        })));
        outbox.Flush();
        var taken = _transport.Frames.All().SelectMany(Requests).ToList();
        taken.Count.ShouldBe(Threads * each);
        for (var thread = 0; thread < Threads; thread++)
        {
            taken.Where(id => id / each == thread).ShouldBe(Enumerable.Range(thread * each, each).Select(id => (uint)id));
        }

        outbox.BytesHeld.ShouldBe(0);
    }

    private static OutgoingFrame Frame(uint request) => new(new ServerEnvelope { RequestId = request });

    private static OutgoingFrame Large(uint request, int bytes = 10_000) =>
        new(new ServerEnvelope { RequestId = request, Error = new Error { Message = new string('x', bytes) } });

    private static int Size(uint request) => Frame(request).Binary.Bytes.Length;

    private static IEnumerable<uint> Requests((int FirstByte, byte[] Payload) message) =>
        ServerBatch.Parser.ParseFrom(message.Payload).Envelopes.Select(envelope => envelope.RequestId);

    private Outbox With(OutboxLimits limits, Subprotocol form = Subprotocol.Binary) => new(form, limits, new OutboxPool(), _transport);
}
