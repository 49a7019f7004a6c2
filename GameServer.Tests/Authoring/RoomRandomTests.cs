using GameServer.Authoring;

namespace GameServer.Tests.Authoring;

public sealed class RoomRandomTests
{
    [Fact]
    public void The_generator_is_the_papers()
    {
        // The first outputs of xoshiro256** from the state 1, 2, 3, 4, as its authors' C code gives them.
        var random = new RoomRandom(0) { Position = new RandomPosition(1, 2, 3, 4) };
        var bytes = new byte[8];

        foreach (var expected in new[] { 11520ul, 0ul, 1509978240ul, 1215971899390074240ul })
        {
            random.NextBytes(bytes);
            BitConverter.ToUInt64(bytes).ShouldBe(expected);
        }
    }

    [Fact]
    public void An_equal_seed_gives_equal_numbers_and_another_seed_others()
    {
        Draw(new RoomRandom(7)).ShouldBe(Draw(new RoomRandom(7)));
        Draw(new RoomRandom(7)).ShouldNotBe(Draw(new RoomRandom(8)));
        Draw(new RoomRandom(7)).ShouldNotBe(Draw(new RoomRandom(7 + (1ul << 32))));
    }

    [Fact]
    public void A_position_put_back_gives_the_same_numbers_again_whatever_is_drawn()
    {
        var random = new RoomRandom(3);
        Draw(random);
        var position = random.Position;
        var first = Draw(random);

        random.Position = position;

        Draw(random).ShouldBe(first);
    }

    [Fact]
    public void Numbers_stay_in_their_range_and_reach_both_ends()
    {
        var random = new RoomRandom(1);
        var drawn = Enumerable.Range(0, 1000).Select(_ => random.Next(-2, 3)).ToList();

        drawn.Distinct().Order().ShouldBe([-2, -1, 0, 1, 2]);
        Enumerable.Range(0, 1000).Select(_ => random.NextDouble()).ShouldAllBe(value => value >= 0 && value < 1);
        Enumerable.Range(0, 1000).Select(_ => random.NextSingle()).ShouldAllBe(value => value >= 0 && value < 1);
        Enumerable.Range(0, 1000).Select(_ => random.NextInt64(long.MinValue, long.MaxValue)).Distinct().Count().ShouldBe(1000);
        random.Next(5, 5).ShouldBe(5);
        random.Next(0).ShouldBe(0);
        Should.Throw<ArgumentOutOfRangeException>(() => random.Next(3, 2));
        Should.Throw<ArgumentOutOfRangeException>(() => random.NextInt64(-1));
    }

    private static List<object> Draw(RoomRandom random)
    {
        var bytes = new byte[13];
        random.NextBytes(bytes);
        int[] cards = [1, 2, 3, 4, 5, 6, 7];
        random.Shuffle(cards);
        return
        [
            random.Next(), random.Next(10), random.Next(-5, 5), random.NextInt64(), random.NextInt64(10), random.NextInt64(-5, 5),
            random.NextDouble(), random.NextSingle(), Convert.ToHexString(bytes), string.Join(',', cards),
        ];
    }
}
