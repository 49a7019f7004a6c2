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
        Share(outbox, 1).ShouldBeTrue();
        Share(outbox, 2, 3).ShouldBeTrue();
        Requests().ShouldBe([1u, 2u, 3u]);
        _transport.Writes.Count.ShouldBe(2);
        _transport.FrameCount.ShouldBe(3);
        outbox.BytesHeld.ShouldBe(0);
    }

    [Fact]
    public void It_does_not_pass_what_waits()
    {
        var outbox = With(Subprotocol.Binary);
        outbox.Put(Frame(1));
        Share(outbox, 2).ShouldBeFalse();
        _transport.Writes.ShouldBeEmpty();
        outbox.Flush();
        Share(outbox, 2).ShouldBeTrue();
        Requests().ShouldBe([1u, 2u]);
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
        Share(outbox, 1, 2).ShouldBeTrue();
        outbox.BytesHeld.ShouldBe(Frame(1).Binary.Bytes.Length + Frame(2).Binary.Bytes.Length);
        Share(outbox, 3).ShouldBeFalse();
        outbox.Send(Frame(3));
        outbox.Written(OutboxWrite.Done);
        outbox.Written(OutboxWrite.Done);
        outbox.BytesHeld.ShouldBe(0);
        Requests().ShouldBe([1u, 2u, 3u]);
    }

    [Fact]
    public void While_it_is_being_written_others_wait_behind_it()
    {
        var outbox = With(Subprotocol.Binary);
        _transport.Writing = () =>
        {
            _transport.Writing = null;
            Share(outbox, 2).ShouldBeFalse();
            outbox.Send(Frame(2)).ShouldBe(OutboxAnswer.Taken);
        };
        Share(outbox, 1).ShouldBeTrue();
        Requests().ShouldBe([1u, 2u]);
    }

    [Fact]
    public void A_connection_that_is_gone_takes_no_more()
    {
        var outbox = With(Subprotocol.Binary);
        _transport.TakesAtOnce = -1;
        Share(outbox, 1).ShouldBeTrue();
        outbox.State.ShouldBe(OutboxState.Ended);
        _transport.Ends.ShouldBe(1);
        Share(outbox, 2).ShouldBeFalse();
        _transport.Writes.ShouldBeEmpty();
    }

    [Fact]
    public void It_counts_as_updates_that_wait()
    {
        var outbox = new Outbox(Subprotocol.Binary, new OutboxLimits(3, 1_000, 1_000), _pool, _transport);
        _transport.TakesAtOnce = 0;
        _transport.Answer = OutboxWrite.Pending;
        Share(outbox, 1, 2).ShouldBeTrue();
        outbox.Put(Frame(3), OutboxEntry.Update).ShouldBe(OutboxAnswer.Taken);
        outbox.Put(Frame(4), OutboxEntry.Update).ShouldBe(OutboxAnswer.Behind);
        _transport.OverLimits.ShouldBe(0);
        outbox.State.ShouldBe(OutboxState.Open);
    }

    [Fact]
    public void A_connection_in_JSON_does_not_take_it()
    {
        Share(With(Subprotocol.Json), 1).ShouldBeFalse();
        _transport.Writes.ShouldBeEmpty();
    }

    private static bool Share(Outbox outbox, params uint[] requests)
    {
        byte[] frames = [.. requests.SelectMany(request => Frame(request).Binary.Bytes.ToArray())];
        var message = WireFrame.Message(WireFrame.BinaryOpcode, frames);
        var taken = outbox.TrySend(message, requests.Length, frames.Length);
        message.AsSpan().Fill(0xEE);
        return taken;
    }

    private static OutgoingFrame Frame(uint request) => new(new ServerEnvelope { RequestId = request });

    private Outbox With(Subprotocol form) => new(form, new OutboxLimits(100, 10_000, 1_000), _pool, _transport);

    private IEnumerable<uint> Requests() => _transport.Frames.All()
        .SelectMany(message => ServerBatch.Parser.ParseFrom(message.Payload).Envelopes)
        .Select(envelope => envelope.RequestId);
}
