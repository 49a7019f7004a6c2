using GameServer.Protocol.Codecs;
using GameServer.Protocol.V1;
using GameServer.Sessions;

namespace GameServer.Tests.Sessions;

/// <summary>Rooms' updates for a client that does not read as fast as they come.</summary>
public sealed class OutboxUpdateTests
{
    private const int UpdateBytes = 100;

    private readonly RecordingTransport _transport = new() { Answer = OutboxWrite.Pending };
    private int _drained;

    [Fact]
    public void A_client_that_is_behind_gets_no_more_updates_but_all_else()
    {
        var outbox = With(updateBytesMax: 3 * UpdateBytes);
        Send(outbox, Update()).ShouldBe(OutboxAnswer.Taken);
        Send(outbox, Update()).ShouldBe(OutboxAnswer.Taken);
        Send(outbox, Update()).ShouldBe(OutboxAnswer.Taken);
        Send(outbox, Update()).ShouldBe(OutboxAnswer.Behind);
        outbox.Send(Frame(50)).ShouldBe(OutboxAnswer.Taken);
        outbox.BytesHeld.ShouldBe((3 * UpdateBytes) + 50);
        outbox.State.ShouldBe(OutboxState.Open);
        _transport.OverLimits.ShouldBe(0);
    }

    [Fact]
    public void It_may_be_behind_by_as_much_as_the_largest_frame_it_was_sent()
    {
        var outbox = With(updateBytesMax: UpdateBytes);
        outbox.Send(Frame(4 * UpdateBytes));
        for (var update = 0; update < 4; update++)
        {
            Send(outbox, Update()).ShouldBe(OutboxAnswer.Taken);
        }

        Send(outbox, Update()).ShouldBe(OutboxAnswer.Behind);
    }

    [Fact]
    public void What_is_written_does_not_count_any_more()
    {
        var outbox = With(updateBytesMax: UpdateBytes);
        Send(outbox, Update()).ShouldBe(OutboxAnswer.Taken);
        Send(outbox, Update()).ShouldBe(OutboxAnswer.Behind);
        outbox.Written(OutboxWrite.Done);
        Send(outbox, Update()).ShouldBe(OutboxAnswer.Taken);
    }

    [Fact]
    public void Updates_that_were_put_in_together_do_not_make_a_client_slow()
    {
        var outbox = With(updateBytesMax: UpdateBytes);
        outbox.Put(Update(), OutboxEntry.Update).ShouldBe(OutboxAnswer.Taken);
        outbox.Put(Update(), OutboxEntry.Update).ShouldBe(OutboxAnswer.Taken);
        outbox.Put(Update(), OutboxEntry.Update).ShouldBe(OutboxAnswer.Taken);
    }

    [Fact]
    public void The_hard_limit_never_falls_to_an_update()
    {
        var outbox = new Outbox(Subprotocol.Binary, new OutboxLimits(2, 1_000, 1_000), new OutboxPool(), _transport);
        outbox.Send(Frame(10));
        outbox.Send(Frame(10));
        Send(outbox, Update()).ShouldBe(OutboxAnswer.Behind);
        _transport.OverLimits.ShouldBe(0);
        outbox.Send(Frame(10)).ShouldBe(OutboxAnswer.OverLimit);
        _transport.OverLimits.ShouldBe(1);
    }

    [Fact]
    public void Once_all_that_waited_is_written_it_says_so_once()
    {
        var outbox = With(updateBytesMax: UpdateBytes);
        Send(outbox, Update());
        outbox.Send(Frame(10));
        outbox.WhenDrained(Drained);
        outbox.Written(OutboxWrite.Done);
        _drained.ShouldBe(0);
        outbox.Written(OutboxWrite.Done);
        _drained.ShouldBe(1);
        outbox.Send(Frame(10));
        outbox.Written(OutboxWrite.Done);
        _drained.ShouldBe(1);
    }

    [Fact]
    public void Where_nothing_waits_it_says_so_at_once()
    {
        With(updateBytesMax: UpdateBytes).WhenDrained(Drained);
        _drained.ShouldBe(1);
    }

    [Fact]
    public void Of_a_connection_that_ended_it_says_nothing()
    {
        var outbox = With(updateBytesMax: UpdateBytes);
        Send(outbox, Update());
        outbox.WhenDrained(Drained);
        outbox.End();
        outbox.Written(OutboxWrite.Gone);
        _drained.ShouldBe(0);
    }

    private static OutboxAnswer Send(Outbox outbox, OutgoingFrame update) =>
        outbox.Send(update, WireFrame.Message(WireFrame.BinaryOpcode, update.Binary.Bytes.Span));

    private static OutgoingFrame Update() => Frame(UpdateBytes);

    /// <summary>A frame of so many bytes, or a few more.</summary>
    private static OutgoingFrame Frame(int bytes)
    {
        const int Heads = 6;
        return new OutgoingFrame(new ServerEnvelope { Error = new Error { Message = new string('x', bytes - Heads) } });
    }

    private void Drained() => _drained++;

    private Outbox With(int updateBytesMax)
    {
        _transport.TakesAtOnce = 0;
        return new Outbox(Subprotocol.Binary, new OutboxLimits(100, 10_000, 1_000, updateBytesMax), new OutboxPool(), _transport);
    }
}
