using GameServer.Protocol.Codecs;
using GameServer.Protocol.V1;
using GameServer.Sessions;

namespace GameServer.Tests.Sessions;

/// <summary>Updates that wait for a flush in the outboxes of many and are kept once for all of them.</summary>
public sealed class SharedMessageTests
{
    private const int BatchBytesMax = 200;

    private readonly RecordingTransport _transport = new();
    private SharedMessage _message = new();

    [Fact]
    public void Updates_that_wait_alone_are_written_in_one_message()
    {
        var outbox = With(Subprotocol.Binary);
        Publish(1, outbox);
        Publish(2, outbox);
        _transport.Writes.ShouldBeEmpty();
        Flush(outbox);
        Requests().ShouldBe([1u, 2u]);
        _transport.Writes.Count.ShouldBe(1);
        _transport.FrameCount.ShouldBe(2);
        outbox.BytesHeld.ShouldBe(0);
    }

    [Fact]
    public void What_is_put_in_between_keeps_its_place()
    {
        var outbox = With(Subprotocol.Binary);
        Publish(1, outbox);
        outbox.Put(Frame(2));
        Publish(3, outbox);
        Flush(outbox);
        Publish(4, outbox);
        Flush(outbox);
        Requests().ShouldBe([1u, 2u, 3u, 4u]);
        _transport.Writes.Count.ShouldBe(2);
    }

    [Fact]
    public void Behind_what_waits_updates_leave_in_their_order()
    {
        var outbox = With(Subprotocol.Binary);
        outbox.Put(Frame(1));
        Publish(2, outbox);
        Publish(3, outbox);
        Flush(outbox);
        Requests().ShouldBe([1u, 2u, 3u]);
        _transport.Writes.Count.ShouldBe(1);
    }

    [Fact]
    public void Who_comes_between_two_updates_gets_the_second_alone()
    {
        var (early, late) = (With(Subprotocol.Binary), new RecordingTransport());
        var comes = With(Subprotocol.Binary, late);
        Publish(1, early);
        Publish(2, early, comes);
        Flush(early, comes);
        Requests().ShouldBe([1u, 2u]);
        Requests(late).ShouldBe([2u]);
    }

    [Fact]
    public void Flushed_by_another_they_are_not_written_again_by_the_room()
    {
        var outbox = With(Subprotocol.Binary);
        Publish(1, outbox);
        outbox.Flush();
        Publish(2, outbox);
        Flush(outbox);
        Requests().ShouldBe([1u, 2u]);
    }

    [Fact]
    public void What_is_on_its_way_stays_as_it_is_when_the_message_begins_anew()
    {
        ReadOnlyMemory<byte> underWay = default;
        var transport = new HoldingTransport(bytes => underWay = bytes);
        var outbox = new Outbox(Subprotocol.Binary, new OutboxLimits(100, 10_000, BatchBytesMax), new OutboxPool(), transport);
        Publish(1, outbox);
        outbox.Flush();
        var written = underWay.ToArray();
        Publish(2, outbox);
        Flush(outbox);
        Publish(3, outbox);
        underWay.ToArray().ShouldBe(written);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    public void What_the_transport_does_not_take_at_once_is_kept_and_follows(int takes)
    {
        var outbox = With(Subprotocol.Binary);
        (_transport.TakesAtOnce, _transport.Answer) = (takes, OutboxWrite.Pending);
        Publish(1, outbox);
        Publish(2, outbox);
        Flush(outbox);
        Publish(3, outbox);
        Flush(outbox);
        Publish(4, outbox);
        outbox.Written(OutboxWrite.Done);
        outbox.Written(OutboxWrite.Done);
        outbox.BytesHeld.ShouldBe(0);
        Requests().ShouldBe([1u, 2u, 3u, 4u]);
    }

    [Fact]
    public void More_than_a_batch_is_written_in_several_messages()
    {
        var outbox = With(Subprotocol.Binary);
        for (var request = 1u; request <= 200; request++)
        {
            Publish(request, outbox);
        }

        Flush(outbox);
        Requests().ShouldBe(Enumerable.Range(1, 200).Select(request => (uint)request));
        _transport.Writes.ShouldAllBe(write => write.Length <= BatchBytesMax + WireFrame.HeaderBytesMax);
    }

    [Fact]
    public void The_room_begins_it_anew_unless_an_outbox_holds_it_still()
    {
        var (here, gone) = (With(Subprotocol.Binary), With(Subprotocol.Binary, new RecordingTransport()));
        Publish(1, here, gone);
        var first = _message;
        Flush(here);
        _message.ShouldNotBe(first);
        var second = _message;
        Publish(2, here);
        Flush(here);
        _message.ShouldBe(second);
        gone.End();
        first.Next().ShouldBe(first);
    }

    [Fact]
    public void A_client_that_is_behind_keeps_what_it_was_given()
    {
        var outbox = new Outbox(Subprotocol.Binary, new OutboxLimits(2, 10_000, BatchBytesMax), new OutboxPool(), _transport);
        Publish(1, outbox).ShouldBe(OutboxAnswer.Taken);
        Publish(2, outbox).ShouldBe(OutboxAnswer.Taken);
        Publish(3, outbox).ShouldBe(OutboxAnswer.Behind);
        Flush(outbox);
        Requests().ShouldBe([1u, 2u]);
    }

    [Fact]
    public void Over_the_hard_limit_they_are_dropped_with_the_rest()
    {
        var outbox = new Outbox(Subprotocol.Binary, new OutboxLimits(1, 10_000, BatchBytesMax), new OutboxPool(), _transport);
        Publish(1, outbox);
        outbox.Put(Frame(2)).ShouldBe(OutboxAnswer.OverLimit);
        Publish(3, outbox).ShouldBe(OutboxAnswer.Closed);
        Flush(outbox);
        _transport.Writes.ShouldBeEmpty();
        _transport.OverLimits.ShouldBe(1);
    }

    [Fact]
    public void A_connection_in_JSON_gets_its_own_form()
    {
        var outbox = With(Subprotocol.Json);
        Publish(1, outbox);
        Publish(2, outbox);
        Flush(outbox);
        var (first, payload) = _transport.Frames.All().ShouldHaveSingleItem();
        first.ShouldBe(0x81);
        payload[0].ShouldBe((byte)'[');
    }

    /// <summary>Whatever comes between, each outbox gets what was put into it in that order, whole and once.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Each_gets_what_it_was_given_in_its_order(int seed)
    {
        var random = new Random(seed);
        var members = Enumerable.Range(0, 5).Select(_ => new Watched(BatchBytesMax)).ToArray();
        for (var request = 1u; request < 3_000; request++)
        {
            var member = members[random.Next(members.Length)];
            switch (random.Next(8))
            {
                case 0 or 1 or 2:
                    var reached = members.Where(_ => random.Next(10) > 0).ToArray();
                    Publish(request, [.. reached.Select(each => each.Outbox)]);
                    Array.ForEach(reached, each => each.Given.Add(request));
                    break;
                case 3:
                    member.Outbox.Put(Frame(request)).ShouldBe(OutboxAnswer.Taken);
                    member.Given.Add(request);
                    break;
                case 4:
                    member.Outbox.Flush();
                    break;
                case 5:
                    member.Stall(random.Next(20));
                    break;
                case 6:
                    member.GoOn();
                    break;
                default:
                    Flush([.. members.Where(_ => random.Next(20) > 0).Select(each => each.Outbox)]);
                    break;
            }
        }

        foreach (var member in members)
        {
            member.GoOn();
            member.Outbox.Flush();
            Requests(member.Transport).ShouldBe(member.Given);
            member.Outbox.BytesHeld.ShouldBe(0);
        }
    }

    private static OutgoingFrame Frame(uint request) => new(new ServerEnvelope { RequestId = request });

    private static IEnumerable<uint> Requests(RecordingTransport transport) => transport.Frames.All()
        .SelectMany(message => ServerBatch.Parser.ParseFrom(message.Payload).Envelopes)
        .Select(envelope => envelope.RequestId);

    private IEnumerable<uint> Requests() => Requests(_transport);

    private Outbox With(Subprotocol form, RecordingTransport? transport = null) =>
        new(form, new OutboxLimits(1_000, 100_000, BatchBytesMax), new OutboxPool(), transport ?? _transport);

    private OutboxAnswer Publish(uint request, params Outbox[] outboxes)
    {
        var frame = Frame(request);
        _message.Add(frame.Binary.Bytes.Span);
        var answer = OutboxAnswer.Taken;
        foreach (var outbox in outboxes)
        {
            answer = outbox.Put(frame, _message);
        }

        return answer;
    }

    private void Flush(params Outbox[] outboxes)
    {
        foreach (var outbox in outboxes)
        {
            outbox.Flush(_message, _message.Whole);
        }

        _message = _message.Next();
    }

    /// <summary>An outbox, what was put into it, and a transport that may stall.</summary>
    private sealed class Watched
    {
        internal Watched(int batchBytesMax)
        {
            Outbox = new Outbox(
                Subprotocol.Binary, new OutboxLimits(100_000, 10_000_000, batchBytesMax), new OutboxPool(), Transport);
        }

        internal RecordingTransport Transport { get; } = new();

        internal Outbox Outbox { get; }

        internal List<uint> Given { get; } = [];

        internal void Stall(int takes) => (Transport.TakesAtOnce, Transport.Answer) = (takes, OutboxWrite.Pending);

        internal void GoOn()
        {
            var wasPending = Transport is { Answer: OutboxWrite.Pending, IsPending: true };
            (Transport.TakesAtOnce, Transport.Answer) = (int.MaxValue, OutboxWrite.Done);
            if (wasPending)
            {
                Outbox.Written(OutboxWrite.Done);
            }
        }
    }
}
