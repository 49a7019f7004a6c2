using System.Text.Json;
using GameServer.Protocol.V1;
using GameServer.Sessions;

namespace GameServer.Tests.Sessions;

public sealed class OutboxTests
{
    private readonly RecordingWriter _writer = new();
    private readonly List<OutboxEntry> _batch = [];

    [Fact]
    public void Over_the_frame_limit_all_is_dropped_and_the_writer_is_told_once()
    {
        var outbox = With(new OutboxLimits(FramesMax: 2, BytesMax: 1000, BatchBytesMax: 1000));
        outbox.Enqueue(Frame(1)).ShouldBe(OutboxAnswer.Taken);
        outbox.Enqueue(Frame(2)).ShouldBe(OutboxAnswer.Taken);
        outbox.Enqueue(Frame(3)).ShouldBe(OutboxAnswer.OverLimit);
        outbox.Enqueue(Frame(4)).ShouldBe(OutboxAnswer.Closed);
        outbox.BytesHeld.ShouldBe(0);
        outbox.State.ShouldBe(OutboxState.Overflowed);
        _writer.OverLimits.ShouldBe(1);
        outbox.Take(_batch).ShouldBe(OutboxTaken.Nothing);
    }

    [Fact]
    public void The_close_frame_still_fits_after_the_limit()
    {
        var outbox = With(new OutboxLimits(FramesMax: 1, BytesMax: 10, BatchBytesMax: 10));
        outbox.EnqueueWire(new byte[10]).ShouldBe(OutboxAnswer.Taken);
        outbox.EnqueueWire(new byte[1]).ShouldBe(OutboxAnswer.OverLimit);
        outbox.Close(new byte[20]).ShouldBeTrue();
        outbox.Take(_batch).ShouldBe(OutboxTaken.Last);
        _batch.Single().Kind.ShouldBe(OutboxEntryKind.Close);
    }

    [Fact]
    public void A_frame_larger_than_the_limit_is_taken_only_while_nothing_else_is_held()
    {
        var outbox = With(new OutboxLimits(FramesMax: 10, BytesMax: 10, BatchBytesMax: 10));
        outbox.EnqueueWire(new byte[1000]).ShouldBe(OutboxAnswer.Taken);
        outbox.Take(_batch).ShouldBe(OutboxTaken.Batch);
        _batch.Single().Bytes.Length.ShouldBe(1000);
        outbox.Take(_batch).ShouldBe(OutboxTaken.Nothing);
        outbox.EnqueueWire(new byte[11]).ShouldBe(OutboxAnswer.Taken, "the one before is written");
        outbox.Take(_batch);
        outbox.EnqueueWire(new byte[1]).ShouldBe(OutboxAnswer.OverLimit, "a larger one is being written");
        _writer.OverLimits.ShouldBe(1);
    }

    [Fact]
    public void A_frame_that_JSON_cannot_say_ends_only_the_connections_of_that_form()
    {
        var frame = UnwritableFrame.New();
        var limits = new OutboxLimits(10, 1000, 1000);
        var json = new Outbox(Subprotocol.Json, limits, _writer);
        var binary = With(limits);
        json.Enqueue(Frame(1)).ShouldBe(OutboxAnswer.Taken);
        json.Enqueue(frame).ShouldBe(OutboxAnswer.Closed);
        binary.Enqueue(frame).ShouldBe(OutboxAnswer.Taken);
        json.Enqueue(Frame(2)).ShouldBe(OutboxAnswer.Closed);
        json.Enqueue(frame).ShouldBe(OutboxAnswer.Closed);
        _writer.Failures.Single().ShouldBeSameAs(frame.Json.Failure);
        json.Close(new byte[2]).ShouldBeTrue();
        json.Take(_batch).ShouldBe(OutboxTaken.Last);
        _batch.Select(entry => entry.Kind).ShouldBe([OutboxEntryKind.Envelope, OutboxEntryKind.Close]);
    }

    [Fact]
    public void A_form_that_failed_is_not_tried_again()
    {
        var frame = UnwritableFrame.New();
        frame.Json.Failure.ShouldNotBeNull().ShouldBeSameAs(frame.Json.Failure);
        frame.Binary.Failure.ShouldBeNull();
    }

    [Fact]
    public void What_is_being_written_counts_until_the_writer_comes_back()
    {
        var outbox = With(new OutboxLimits(FramesMax: 10, BytesMax: 100, BatchBytesMax: 100));
        outbox.EnqueueWire(new byte[100]);
        outbox.Take(_batch).ShouldBe(OutboxTaken.Batch);
        outbox.BytesHeld.ShouldBe(100);
        outbox.Take(_batch).ShouldBe(OutboxTaken.Nothing);
        outbox.BytesHeld.ShouldBe(0);
        outbox.EnqueueWire(new byte[100]).ShouldBe(OutboxAnswer.Taken);
        outbox.Take(_batch);
        outbox.EnqueueWire(new byte[1]).ShouldBe(OutboxAnswer.OverLimit);
    }

    [Fact]
    public void After_the_close_frame_nothing_is_taken()
    {
        var outbox = With(new OutboxLimits(10, 1000, 1000));
        outbox.Enqueue(Frame(1));
        outbox.Close(new byte[2]).ShouldBeTrue();
        outbox.Close(new byte[3]).ShouldBeFalse();
        outbox.Enqueue(Frame(2)).ShouldBe(OutboxAnswer.Closed);
        outbox.EnqueueWire(new byte[1]).ShouldBe(OutboxAnswer.Closed);
        outbox.Take(_batch).ShouldBe(OutboxTaken.Last);
        _batch.Select(entry => entry.Kind).ShouldBe([OutboxEntryKind.Envelope, OutboxEntryKind.Close]);
        _batch[1].Bytes.Length.ShouldBe(2);
    }

    [Fact]
    public void An_ended_outbox_drops_all_and_stays_ended()
    {
        var outbox = With(new OutboxLimits(10, 1000, 1000));
        outbox.Enqueue(Frame(1));
        outbox.End();
        outbox.BytesHeld.ShouldBe(0);
        outbox.Close(new byte[2]).ShouldBeFalse();
        outbox.Enqueue(Frame(2)).ShouldBe(OutboxAnswer.Closed);
        outbox.Take(_batch).ShouldBe(OutboxTaken.Ended);
    }

    [Fact]
    public void A_batch_is_as_large_as_allowed_and_a_larger_frame_goes_alone()
    {
        var outbox = With(new OutboxLimits(10, 1000, BatchBytesMax: 10));
        foreach (var bytes in new[] { 4, 6, 1, 50, 10 })
        {
            outbox.EnqueueWire(new byte[bytes]);
        }

        var batches = new List<string>();
        while (outbox.Take(_batch) == OutboxTaken.Batch)
        {
            batches.Add(string.Join('+', _batch.Select(entry => entry.Bytes.Length)));
        }

        batches.ShouldBe(["4+6", "1", "50", "10"]);
    }

    [Fact]
    public void The_writer_is_woken_when_something_waits_again()
    {
        var outbox = With(new OutboxLimits(10, 1000, 1000));
        outbox.Enqueue(Frame(1));
        outbox.Enqueue(Frame(2));
        _writer.Wakes.ShouldBe(1);
        outbox.Take(_batch);
        outbox.Enqueue(Frame(3));
        _writer.Wakes.ShouldBe(2);
    }

    [Fact]
    public void Concatenated_frames_are_a_batch_in_the_form_of_the_connection()
    {
        ServerBatch.Parser.ParseFrom([.. Frame(1).Binary.Bytes.Span, .. Frame(2).Binary.Bytes.Span])
            .Envelopes.Select(envelope => envelope.RequestId).ShouldBe([1u, 2u]);
        var outbox = new Outbox(Subprotocol.Json, new OutboxLimits(10, 1000, 1000), _writer);
        outbox.Enqueue(Frame(7));
        outbox.Take(_batch);
        JsonDocument.Parse(_batch.Single().Bytes).RootElement.GetProperty("requestId").GetInt32().ShouldBe(7);
    }

    [Fact]
    public void A_shared_frame_is_encoded_once()
    {
        var frame = Frame(1);
        frame.Binary.ShouldBeSameAs(frame.Binary);
        frame.Json.ShouldBeSameAs(frame.Json);
    }

    [Fact]
    public async Task Frames_of_each_thread_leave_in_its_order_and_none_is_lost()
    {
        const int Threads = 4;
        var each = TestScale.Of(2_000);
        var outbox = With(new OutboxLimits(Threads * each, int.MaxValue, 1000));
        var writers = Enumerable.Range(0, Threads).Select(thread => Task.Run(() =>
        {
            for (var number = 0; number < each; number++)
            {
                outbox.Enqueue(Frame((uint)((thread * each) + number))).ShouldBe(OutboxAnswer.Taken);
            }
        })).ToList();
        var taken = new List<uint>();
        while (taken.Count < Threads * each)
        {
            if (outbox.Take(_batch) == OutboxTaken.Nothing && writers.All(writer => writer.IsCompleted))
            {
                outbox.Take(_batch).ShouldBe(OutboxTaken.Batch, "frames were lost");
            }

            taken.AddRange(_batch.Select(entry => entry.Frame!.Envelope.RequestId));
        }

        await Task.WhenAll(writers);
        for (var thread = 0; thread < Threads; thread++)
        {
            taken.Where(id => id / each == thread).ShouldBe(Enumerable.Range(thread * each, each).Select(id => (uint)id));
        }
    }

    private static OutgoingFrame Frame(uint request) => new(new ServerEnvelope { RequestId = request });

    private Outbox With(OutboxLimits limits) => new(Subprotocol.Binary, limits, _writer);

    private sealed class RecordingWriter : IOutboxWriter
    {
        private int _wakes;

        internal int Wakes => _wakes;

        internal int OverLimits { get; private set; }

        internal List<Exception> Failures { get; } = [];

        public void Wake() => Interlocked.Increment(ref _wakes);

        public void OverLimit() => OverLimits++;

        public void Unwritable(Exception failure) => Failures.Add(failure);
    }
}
