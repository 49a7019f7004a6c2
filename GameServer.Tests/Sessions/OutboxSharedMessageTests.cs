using GameServer.Protocol.Codecs;
using GameServer.Protocol.V1;
using GameServer.Sessions;

namespace GameServer.Tests.Sessions;

/// <summary>A message that was made once for many clients: written from where it is, or copied where that cannot be.</summary>
public sealed class OutboxSharedMessageTests
{
    private readonly RecordingTransport _transport = new();
    private readonly OutboxPool _pool = new();

    [Fact]
    public void Where_nothing_waits_it_is_written_as_it_is()
    {
        var outbox = With(Subprotocol.Binary);
        Share(outbox, 1).ShouldBe(OutboxAnswer.Taken);
        Share(outbox, 2).ShouldBe(OutboxAnswer.Taken);
        Requests().ShouldBe([1u, 2u]);
        _transport.Writes.Count.ShouldBe(2);
        _transport.FrameCount.ShouldBe(2);
        outbox.BytesHeld.ShouldBe(0);
    }

    [Fact]
    public void Behind_what_waits_it_leaves_in_its_order_and_in_one_message()
    {
        var outbox = With(Subprotocol.Binary);
        outbox.Put(Frame(1));
        Share(outbox, 2);
        Requests().ShouldBe([1u, 2u]);
        _transport.Writes.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void What_the_transport_does_not_take_at_once_is_kept_and_follows(int takes)
    {
        var outbox = With(Subprotocol.Binary);
        _transport.TakesAtOnce = takes;
        _transport.Answer = OutboxWrite.Pending;
        Share(outbox, 1).ShouldBe(OutboxAnswer.Taken);
        outbox.BytesHeld.ShouldBe(Frame(1).Binary.Bytes.Length);
        Share(outbox, 2).ShouldBe(OutboxAnswer.Taken);
        outbox.Written(OutboxWrite.Done);
        outbox.Written(OutboxWrite.Done);
        outbox.BytesHeld.ShouldBe(0);
        Requests().ShouldBe([1u, 2u]);
    }

    [Fact]
    public void While_it_is_being_written_others_wait_behind_it()
    {
        var outbox = With(Subprotocol.Binary);
        _transport.Writing = () =>
        {
            _transport.Writing = null;
            outbox.Send(Frame(2)).ShouldBe(OutboxAnswer.Taken);
            Share(outbox, 3).ShouldBe(OutboxAnswer.Taken);
        };
        Share(outbox, 1);
        Requests().ShouldBe([1u, 2u, 3u]);
    }

    [Fact]
    public void A_connection_that_is_gone_takes_no_more()
    {
        var outbox = With(Subprotocol.Binary);
        _transport.TakesAtOnce = -1;
        Share(outbox, 1);
        outbox.State.ShouldBe(OutboxState.Ended);
        _transport.Ends.ShouldBe(1);
        Share(outbox, 2).ShouldBe(OutboxAnswer.Closed);
        _transport.Writes.ShouldBeEmpty();
    }

    [Fact]
    public void Over_the_limit_it_is_not_taken_and_the_connection_goes_on()
    {
        var outbox = new Outbox(Subprotocol.Binary, new OutboxLimits(2, 1_000, 1_000), _pool, _transport);
        _transport.TakesAtOnce = 0;
        _transport.Answer = OutboxWrite.Pending;
        Share(outbox, 1).ShouldBe(OutboxAnswer.Taken);
        Share(outbox, 2).ShouldBe(OutboxAnswer.Taken);
        Share(outbox, 3).ShouldBe(OutboxAnswer.Behind);
        _transport.OverLimits.ShouldBe(0);
        outbox.State.ShouldBe(OutboxState.Open);
    }

    [Fact]
    public void A_connection_in_JSON_gets_its_own_form()
    {
        var outbox = With(Subprotocol.Json);
        Share(outbox, 1).ShouldBe(OutboxAnswer.Taken);
        var (first, payload) = _transport.Frames.All().ShouldHaveSingleItem();
        first.ShouldBe(0x81);
        payload[0].ShouldBe((byte)'[');
    }

    private static OutboxAnswer Share(Outbox outbox, uint request)
    {
        var frame = Frame(request);
        var message = WireFrame.Message(WireFrame.BinaryOpcode, frame.Binary.Bytes.Span);
        var answer = outbox.Send(frame, message);
        message.AsSpan().Fill(0xEE);
        return answer;
    }

    private static OutgoingFrame Frame(uint request) => new(new ServerEnvelope { RequestId = request });

    private Outbox With(Subprotocol form) => new(form, new OutboxLimits(100, 10_000, 1_000), _pool, _transport);

    private IEnumerable<uint> Requests() => _transport.Frames.All()
        .SelectMany(message => ServerBatch.Parser.ParseFrom(message.Payload).Envelopes)
        .Select(envelope => envelope.RequestId);
}
