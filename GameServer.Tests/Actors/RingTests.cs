using GameServer.Actors;

namespace GameServer.Tests.Actors;

public sealed class RingTests
{
    [Fact]
    public void What_comes_out_is_what_a_queue_would_give_however_it_grew_and_turned()
    {
        for (var seed = 1UL; seed <= 20; seed++)
        {
            var random = new SplitMix64(seed);
            var ring = new Ring<object>();
            var model = new Queue<object>();
            for (var step = 0; step < 5_000; step++)
            {
                // Long tides, so that it is filled far beyond its first array and emptied again.
                if (random.Next() % 8 < (step / 500 % 2 == 0 ? 5UL : 3UL))
                {
                    ring.Enqueue(step);
                    model.Enqueue(step);
                }
                else if (model.Count > 0)
                {
                    ring.Dequeue().ShouldBe(model.Dequeue());
                }

                ring.Count.ShouldBe(model.Count);
            }

            Drain(ref ring).ShouldBe(model);
        }
    }

    [Fact]
    public void Cutting_takes_the_newest_out_again()
    {
        var ring = new Ring<object>();
        for (var number = 0; number < 40; number++)
        {
            ring.Enqueue(number);
        }

        ring.Dequeue();
        ring.CutTo(3);
        ring[2].ShouldBe(3);
        ring.Enqueue("next");

        Drain(ref ring).ShouldBe([1, 2, 3, "next"]);
    }

    [Fact]
    public void Cutting_to_nothing_leaves_an_empty_one()
    {
        var ring = new Ring<object>();
        ring.Enqueue(1);

        ring.CutTo(0);

        ring.Count.ShouldBe(0);
        ring.Enqueue(2);
        Drain(ref ring).ShouldBe([2]);
    }

    private static List<object> Drain(ref Ring<object> ring)
    {
        var all = new List<object>();
        while (ring.Count > 0)
        {
            all.Add(ring.Dequeue());
        }

        return all;
    }
}
