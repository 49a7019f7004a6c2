using GameServer.Actors;
using GameServer.Telemetry;
using GameServer.Tests.Actors.TestKit;

namespace GameServer.Tests.Actors;

public sealed class HoldTests
{
    // On a clock that stands still no turn is slow, so none goes to the pool.
    private readonly InlineScheduler _scheduler = new(new ManualTime());
    private readonly List<string> _order = [];

    [Fact]
    public void What_a_thread_wakes_while_it_holds_is_run_in_order_by_its_release()
    {
        _scheduler.Hold();
        _scheduler.Schedule(new Step(() => _order.Add("first")));
        _scheduler.Schedule(new Step(() => _order.Add("second")));
        _order.ShouldBeEmpty();

        _scheduler.Release();

        _order.ShouldBe(["first", "second"]);
    }

    [Fact]
    public void A_hold_within_a_hold_is_released_with_the_outer_one()
    {
        _scheduler.Hold();
        _scheduler.Hold();
        _scheduler.Schedule(new Step(() => _order.Add("turn")));
        _scheduler.Release();
        _order.ShouldBeEmpty();

        _scheduler.Release();

        _order.ShouldBe(["turn"]);
    }

    [Fact]
    public void A_hold_within_a_turn_does_not_run_what_the_turn_woke_inside_it()
    {
        _scheduler.Schedule(new Step(() =>
        {
            _scheduler.Hold();
            _scheduler.Schedule(new Step(() => _order.Add("woken")));
            _scheduler.Release();
            _order.Add("turn ends");
        }));

        _order.ShouldBe(["turn ends", "woken"]);
    }

    [Fact]
    public void Other_threads_are_not_held()
    {
        _scheduler.Hold();
        var other = new Thread(() => _scheduler.Schedule(new Step(() => _order.Add("other"))));
        other.Start();
        other.Join();

        _order.ShouldBe(["other"]);
        _scheduler.Release();
    }

    [Fact]
    public void All_that_is_told_while_held_is_one_turn()
    {
        using var system = new ActorSystem(new ActorSystemOptions(TimeProvider.System, _scheduler, 1));
        var actor = system.Spawn("held", () => new ScriptedActor((_, message) => _order.Add((string)message))
        {
            TurnEnding = _ => _order.Add("turn ends"),
        });
        _order.Clear();

        _scheduler.Hold();
        actor.Tell("a");
        actor.Tell("b");
        actor.Tell("c");
        _scheduler.Release();

        _order.ShouldBe(["a", "b", "c", "turn ends"]);
    }

    [Fact]
    public void A_release_without_a_hold_is_a_bug() =>
        Should.Throw<InvariantBrokenException>(_scheduler.Release).Message.ShouldContain("only what holds");

    private sealed class Step(Action run) : IRunnable
    {
        public bool IsSlow => false;

        public void Run() => run();
    }
}
