using GameServer.Actors;
using GameServer.Tests.Actors.TestKit;

namespace GameServer.Tests.Actors;

/// <summary>Actors with more timers than most.</summary>
public sealed class ManyTimersTests
{
    private const int Many = 5_000;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Thousands_of_timers_some_cancelled_and_some_replaced_come_in_the_order_in_which_they_are_due()
    {
        using var world = new ActorWorld();
        var expected = new List<(TimeSpan Due, string Message)>();
        var (actor, probe) = Started(world, context =>
        {
            // 7919 is prime to their number: each due time is that of three timers, in no order.
            Each(number => StartTimer(number, Second + TimeSpan.FromMilliseconds(number * 7_919L % Many / 3), $"{number}"));
            Each(number => number % 7 == 0, number => context.CancelTimer($"{number}"));
            Each(number => number % 5 == 0, number => StartTimer(number, 2 * Second, $"{number} again"));

            void StartTimer(int number, TimeSpan delay, string message)
            {
                context.StartTimer($"{number}", delay, message);
                expected.Add((delay, message));
            }
        });
        expected.RemoveAll(each => int.TryParse(each.Message, out var number) && (number % 7 == 0 || number % 5 == 0));

        world.Advance(10 * Second);

        probe.TakeAll().ShouldBe(expected.OrderBy(each => each.Due).Select(each => each.Message));
        world.System.Timers.Count.ShouldBe(0);
        actor.Tell(new OrderedActor.Order(context => context.StartTimer("0", Second, "once more")));
        world.Advance(Second);
        probe.ExpectMsg("once more");
    }

    [Fact]
    public void Of_thousands_in_the_mailbox_the_replaced_come_as_their_replacements_and_the_cancelled_not_at_all()
    {
        using var world = new ActorWorld();
        var (actor, probe) = Started(world, context => Each(number => context.StartTimer($"{number}", Second, "stale")));
        actor.Tell(new OrderedActor.Urgent(context =>
        {
            Each(number => context.CancelTimer($"{number}"));
            Each(number => number % 2 == 0, number => context.StartTimer($"{number}", Second, number));
        }));
        world.Time.Advance(Second);
        probe.ExpectNoMsg();

        world.Advance(Second);

        probe.TakeAll().ShouldBe(Enumerable.Range(0, Many).Where(number => number % 2 == 0).Cast<object>());
    }

    [Fact]
    public void Thousands_of_timers_of_a_stopped_actor_leave_nothing_behind()
    {
        using var world = new ActorWorld();
        var (actor, probe) = Started(world, context => Each(number => context.StartTimer($"{number}", Second, "stale")));
        world.System.Timers.Count.ShouldBe(Many);

        actor.Cell.RequestStop();
        world.RunUntilIdle();

        world.System.Timers.Count.ShouldBe(0);
        world.Advance(2 * Second);
        probe.ExpectNoMsg();
        world.System.DeadLetters.Count.ShouldBe(0);
    }

    private static void Each(Action<int> act) => Each(_ => true, act);

    private static void Each(Func<int, bool> which, Action<int> act)
    {
        foreach (var number in Enumerable.Range(0, Many).Where(which))
        {
            act(number);
        }
    }

    private static (ActorRef Actor, TestProbe Probe) Started(ActorWorld world, Action<ActorContext> start)
    {
        var (actor, probe) = OrderedActor.Spawn(world);
        actor.Tell(new OrderedActor.Order(start));
        world.RunUntilIdle();
        return (actor, probe);
    }
}
