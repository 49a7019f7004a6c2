using GameServer.Bench.Load.Client;

namespace GameServer.Tests.Bench;

public sealed class OrderCheckTests
{
    private readonly OrderCheck _check = new(senders: 2);

    [Theory]
    [InlineData(new ulong[] { 1, 2, 3, 4 }, 0)]
    [InlineData(new ulong[] { 1, 3, 4 }, 1)]
    [InlineData(new ulong[] { 1, 2, 2, 3 }, 1)]
    [InlineData(new ulong[] { 1, 3, 2, 4 }, 2)]
    [InlineData(new ulong[] { 2 }, 1)]
    public void What_comes_out_of_order_is_counted(ulong[] sequences, long misplaced)
    {
        foreach (var sequence in sequences)
        {
            _check.Take(1, sequence);
        }

        _check.Misplaced.ShouldBe(misplaced);
        _check.Arrived.ShouldBe(sequences.Length);
    }

    [Fact]
    public void Each_sender_counts_for_itself()
    {
        _check.Take(0, 1);
        _check.Take(1, 1);
        _check.Take(0, 2);
        _check.Misplaced.ShouldBe(0);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(-1)]
    public void Whoever_is_not_in_the_room_is_wrong_here(int sender)
    {
        _check.Take(sender, 1);
        _check.Misplaced.ShouldBe(1);
    }

    [Fact]
    public void Updates_that_follow_one_another_are_right_also_over_versions_that_say_nothing_and_snapshots()
    {
        var chain = new VersionChain();
        chain.Take(new UpdateHead { Epoch = 1, Version = 7, IsSnapshot = true });
        chain.Take(new UpdateHead { Epoch = 1, BaseVersion = 7, Version = 8 });
        chain.Take(new UpdateHead { Epoch = 1, BaseVersion = 8, Version = 11 });
        chain.Take(new UpdateHead { Epoch = 2, Version = 3, IsSnapshot = true });
        chain.Take(new UpdateHead { Epoch = 2, BaseVersion = 3, Version = 4 });
        chain.Broken.ShouldBe(0);
        (chain.Epoch, chain.Version).ShouldBe((2ul, 4ul));
    }

    [Theory]
    [InlineData(1, 8, 9)]
    [InlineData(1, 6, 7)]
    [InlineData(1, 7, 7)]
    [InlineData(2, 7, 8)]
    public void Updates_that_do_not_fit_are_counted(ulong epoch, ulong baseVersion, ulong version)
    {
        var chain = new VersionChain();
        chain.Take(new UpdateHead { Epoch = 1, Version = 7, IsSnapshot = true });
        chain.Take(new UpdateHead { Epoch = epoch, BaseVersion = baseVersion, Version = version });
        chain.Broken.ShouldBe(1);
    }
}
