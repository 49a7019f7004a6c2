using GameServer.Sessions;

namespace GameServer.Tests.Sessions;

public sealed class OutboxPoolTests
{
    private readonly OutboxPool _pool;
    private int _collections;

    public OutboxPoolTests() => _pool = new OutboxPool(() => _collections);

    [Theory]
    [InlineData(OutboxPool.SmallBytes)]
    [InlineData(OutboxPool.LargeBytes)]
    public void A_buffer_that_came_back_is_used_again(int bytes)
    {
        var buffer = _pool.Rent(bytes);

        _pool.Return(buffer);

        _pool.Rent(bytes).ShouldBeSameAs(buffer);
        _pool.Rent(bytes).ShouldNotBeSameAs(buffer);
    }

    [Fact]
    public void What_many_clients_filled_is_there_for_the_next_ones_whatever_its_count()
    {
        var buffers = RentLarge(1_000);

        buffers.ForEach(buffer => _pool.Return(buffer));

        _pool.LargeKept.ShouldBe(1_000);
        RentLarge(1_000).ShouldBeSubsetOf(buffers);
        _pool.LargeKept.ShouldBe(0);
    }

    [Fact]
    public void Between_two_collections_only_what_nobody_needed_is_let_go()
    {
        RentLarge(100).ForEach(buffer => _pool.Return(buffer));
        Collect();
        _pool.LargeKept.ShouldBe(100);

        RentLarge(30).ForEach(buffer => _pool.Return(buffer));
        Collect();

        _pool.LargeKept.ShouldBe(30);
    }

    [Fact]
    public void In_the_end_nothing_is_kept()
    {
        RentLarge(100).ForEach(buffer => _pool.Return(buffer));

        Collect();
        Collect();

        _pool.LargeKept.ShouldBe(0);
    }

    // The pool hears of a collection when something comes back to it.
    private void Collect()
    {
        _collections++;
        _pool.Return(new byte[OutboxPool.SmallBytes]);
    }

    private List<byte[]> RentLarge(int count) => [.. Enumerable.Range(0, count).Select(_ => _pool.Rent(OutboxPool.LargeBytes))];
}
