using GameServer.Actors;
using GameServer.Tests.Actors.TestKit;

namespace GameServer.Tests.Actors;

public sealed class TurnPaceTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(InlineScheduler.SlowTurnMs + 1);

    [Fact]
    public void One_slow_turn_is_forgotten_after_a_few_short_ones()
    {
        var pace = new TurnPace();
        pace.Add(wasSlow: false);
        pace.IsSlow.ShouldBeFalse();

        pace.Add(wasSlow: true);

        ShortTurnsUntilQuick(ref pace).ShouldBe(TurnPace.FirstPenalty);
    }

    [Fact]
    public void Who_is_slow_again_and_again_owes_ever_more_short_turns_up_to_the_limit()
    {
        var pace = new TurnPace();
        var owed = new List<int>();
        for (var round = 0; round < 6; round++)
        {
            pace.Add(wasSlow: true);
            owed.Add(ShortTurnsUntilQuick(ref pace));
        }

        owed.ShouldBe([8, 16, 32, 64, 128, 128]);
    }

    [Fact]
    public void Only_short_turns_in_a_row_count()
    {
        var pace = new TurnPace();
        pace.Add(wasSlow: true);
        for (var turn = 1; turn < TurnPace.FirstPenalty; turn++)
        {
            pace.Add(wasSlow: false);
        }

        pace.Add(wasSlow: true);

        ShortTurnsUntilQuick(ref pace).ShouldBe(2 * TurnPace.FirstPenalty);
    }

    [Fact]
    public void After_a_long_quick_time_all_is_forgiven()
    {
        var pace = new TurnPace();
        pace.Add(wasSlow: true);
        pace.Add(wasSlow: true);
        ShortTurnsUntilQuick(ref pace);
        for (var turn = 0; turn < TurnPace.LastPenalty; turn++)
        {
            pace.Add(wasSlow: false);
        }

        pace.Add(wasSlow: true);

        ShortTurnsUntilQuick(ref pace).ShouldBe(TurnPace.FirstPenalty);
    }

    [Fact]
    public async Task A_slow_actor_has_its_next_turns_run_by_the_pool_and_comes_back()
    {
        var time = new ManualTime();
        using var system = new ActorSystem(new ActorSystemOptions(time, new InlineScheduler(time), 1));
        var turn = new Turn();
        var actor = system.Spawn("slow", () => new ScriptedActor((_, message) => turn.Receive((TimeSpan)message, time)));

        (await turn.IsRunByItsTeller(actor, TimeSpan.Zero)).ShouldBeTrue();
        (await turn.IsRunByItsTeller(actor, Slow)).ShouldBeTrue("it was quick so far");
        for (var owed = 0; owed < TurnPace.FirstPenalty; owed++)
        {
            (await turn.IsRunByItsTeller(actor, TimeSpan.Zero)).ShouldBeFalse($"after {owed} short turns");
        }

        (await turn.IsRunByItsTeller(actor, TimeSpan.Zero)).ShouldBeTrue();
    }

    private static int ShortTurnsUntilQuick(ref TurnPace pace)
    {
        var turns = 0;
        while (pace.IsSlow)
        {
            pace.Add(wasSlow: false);
            turns++;
        }

        return turns;
    }

    /// <summary>One message at a time: told by a thread of its own, so that it is plain whether that thread received it.</summary>
    private sealed class Turn
    {
        private TaskCompletionSource<Thread> _received = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal void Receive(TimeSpan takes, ManualTime time)
        {
            time.Advance(takes);
            _received.SetResult(Thread.CurrentThread);
        }

        internal async Task<bool> IsRunByItsTeller(ActorRef actor, TimeSpan takes)
        {
            _received = new TaskCompletionSource<Thread>(TaskCreationOptions.RunContinuationsAsynchronously);
            var teller = new Thread(() => actor.Tell(takes));
            teller.Start();
            teller.Join();
            return await _received.Task.WaitAsync(Patience) == teller;
        }
    }
}
