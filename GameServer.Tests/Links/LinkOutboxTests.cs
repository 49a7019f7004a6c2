using GameServer.Links;

namespace GameServer.Tests.Links;

public sealed class LinkOutboxTests
{
    private readonly SentMessages _connection = new();
    private readonly List<string> _broken = [];
    private readonly LinkOutbox _outbox;

    public LinkOutboxTests() => _outbox = new LinkOutbox(_connection, 1_000_000, () => _broken.Add("over the limit"));

    [Fact]
    public void The_first_put_leaves_at_once_and_the_next_ones_together_after_it()
    {
        _outbox.Put([1]);
        _outbox.Put([2, 3]);
        _outbox.Put([4]);
        _connection.Messages.ShouldBe(["01"]);

        _outbox.Sent();
        _connection.Messages.ShouldBe(["01", "020304"]);

        _outbox.Sent();
        _connection.Messages.Count.ShouldBe(2);
        _outbox.BytesHeld.ShouldBe(0);
        (_outbox.Counts.MessagesOut, _outbox.Counts.PutsOut, _outbox.Counts.BytesOut).ShouldBe((2, 3, 4));
    }

    [Fact]
    public void A_message_holds_whole_puts_and_only_a_put_that_is_larger_makes_it_larger_than_others()
    {
        _outbox.Put([0]);
        _outbox.Put(new byte[LinkOutbox.MessageBytes - 1]);
        _outbox.Put(new byte[2]);
        _outbox.Put(new byte[LinkOutbox.MessageBytes + 5]);
        _outbox.Put([1]);
        for (var sent = 0; sent < 5; sent++)
        {
            _outbox.Sent();
        }

        _connection.Lengths.ShouldBe([1, LinkOutbox.MessageBytes - 1, 2, LinkOutbox.MessageBytes + 5, 1]);
    }

    [Fact]
    public void What_is_over_the_limit_is_not_taken_and_the_link_stays_up()
    {
        _outbox.Put(new byte[600_000]);

        _outbox.Put(new byte[400_001]).ShouldBe(LinkAnswer.Full);
        _outbox.Put(new byte[400_000]).ShouldBe(LinkAnswer.Taken);
        _outbox.Put([1]).ShouldBe(LinkAnswer.Full);

        _outbox.Sent();
        _outbox.Put([1]).ShouldBe(LinkAnswer.Taken);
        _broken.ShouldBeEmpty();
    }

    [Fact]
    public void What_has_to_fit_and_does_not_breaks_the_link_once()
    {
        _outbox.Put(new byte[1_000_000]);

        _outbox.Put([1], mustFit: true).ShouldBe(LinkAnswer.Down);
        _outbox.Put([1], mustFit: true).ShouldBe(LinkAnswer.Down);
        _outbox.Put([1]).ShouldBe(LinkAnswer.Down);

        _broken.Count.ShouldBe(1);
    }

    [Fact]
    public void Nothing_is_sent_after_the_link_went_down_and_the_bytes_under_way_are_held_until_the_connection_has_ended()
    {
        _outbox.Put([1]);
        _outbox.Put([2]);
        _outbox.GoDown();
        _outbox.BytesHeld.ShouldBe(1);
        _outbox.Sent();
        _outbox.Ended();

        _connection.Messages.ShouldBe(["01"]);
        _outbox.Put([3]).ShouldBe(LinkAnswer.Down);
        _outbox.BytesHeld.ShouldBe(0);
    }

    [Fact]
    public void A_message_of_the_link_itself_is_joined_with_no_other_and_keeps_its_place()
    {
        _outbox.Put([1]);
        _outbox.Put([2]);
        _outbox.PutAlone([9]);
        _outbox.Put([3]);
        for (var sent = 0; sent < 4; sent++)
        {
            _outbox.Sent();
        }

        _connection.Messages.ShouldBe(["01", "02", "09", "03"]);
        _outbox.Counts.MessagesOut.ShouldBe(3);
    }

    [Fact]
    public void A_sign_of_life_is_an_empty_message_and_only_sent_where_nothing_else_is()
    {
        _outbox.Ping();
        _outbox.Ping();
        _outbox.Sent();
        _outbox.Put([1]);
        _outbox.Ping();
        _outbox.Sent();

        _connection.Messages.ShouldBe(["", "01"]);
        _outbox.Counts.MessagesOut.ShouldBe(1);
    }

    [Fact]
    public void A_connection_that_has_sent_before_it_returns_is_given_the_next_message()
    {
        _connection.OnSend = _ => _outbox.Sent();
        _outbox.Put([1]);
        _outbox.Put([2]);

        _connection.Messages.ShouldBe(["01", "02"]);
    }

    [Fact]
    public void Puts_of_many_threads_arrive_whole_and_each_threads_in_order()
    {
        const int Threads = 4;
        const int Puts = 5_000;
        var crowded = new LinkOutbox(_connection, int.MaxValue, () => { });
        _connection.OnSend = _ => ThreadPool.UnsafeQueueUserWorkItem(static outbox => outbox.Sent(), crowded, preferLocal: false);

        Parallel.For(0, Threads, thread =>
        {
            for (var put = 0; put < Puts; put++)
            {
                crowded.Put([(byte)thread, (byte)(put >> 8), (byte)put]);
            }
        });
        SpinWait.SpinUntil(() => crowded.BytesHeld == 0, TimeSpan.FromSeconds(20)).ShouldBeTrue("not everything left");

        var all = Convert.FromHexString(string.Concat(_connection.Messages)).Chunk(3).ToArray();
        all.Length.ShouldBe(Threads * Puts);
        foreach (var ofThread in all.GroupBy(put => put[0]))
        {
            ofThread.Select(put => (put[1] << 8) | put[2]).ShouldBe(Enumerable.Range(0, Puts));
        }
    }

    private sealed class SentMessages : ILinkConnection
    {
        internal List<string> Messages { get; } = [];

        internal IEnumerable<int> Lengths => Messages.Select(message => message.Length / 2);

        internal Action<ReadOnlyMemory<byte>>? OnSend { get; set; }

        public long BytesReceived => 0;

        public void Send(ReadOnlyMemory<byte> message)
        {
            Messages.Add(Convert.ToHexStringLower(message.Span));
            OnSend?.Invoke(message);
        }

        public void Trust() => throw new NotSupportedException();

        public void Next() => throw new NotSupportedException();

        public void Close() => throw new NotSupportedException();
    }
}
