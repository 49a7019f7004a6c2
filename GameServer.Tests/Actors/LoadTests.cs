using GameServer.Actors;
using GameServer.Tests.Actors.TestKit;

namespace GameServer.Tests.Actors;

public sealed class LoadTests
{
    private const int Producers = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static TheoryData<string> Schedulers => ["pool", "inline"];

    [Theory]
    [MemberData(nameof(Schedulers))]
    public async Task Four_producers_lose_nothing_and_keep_their_order_and_never_run_the_actor_twice_at_a_time(string scheduler)
    {
        var perProducer = TestScale.Of(100_000);
        using var system = new ActorSystem(new ActorSystemOptions(TimeProvider.System, Make(scheduler), 1));
        var receiver = new Receiver(perProducer * Producers);
        var actor = system.Spawn("receiver", () => receiver, new ActorOptions { DataLaneMax = 1000 });

        var threads = Enumerable.Range(0, Producers).Select(producer => new Thread(() => Produce(actor, producer, perProducer))).ToArray();
        foreach (var thread in threads)
        {
            thread.Start();
        }

        await receiver.Done.WaitAsync(Patience);

        receiver.Faults.ShouldBeEmpty();
        receiver.LastOf.ShouldBe(Enumerable.Repeat(perProducer, Producers));
        (await system.StopAsync(Patience)).ShouldBeTrue();
        system.DeadLetters.Count.ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(Schedulers))]
    public async Task A_ring_of_actors_passes_every_token_round(string scheduler)
    {
        const int Actors = 100;
        const int Tokens = 50;
        var rounds = TestScale.Of(20);
        using var system = new ActorSystem(new ActorSystemOptions(TimeProvider.System, Make(scheduler), 1));
        var left = Tokens;
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var ring = new ActorRef[Actors];
        for (var number = 0; number < Actors; number++)
        {
            var next = (number + 1) % Actors;
            ring[number] = system.Spawn($"{number}", () => new ScriptedActor((context, message) =>
            {
                if ((int)message > 0)
                {
                    context.Tell(ring[next], (int)message - 1);
                }
                else if (Interlocked.Decrement(ref left) == 0)
                {
                    done.SetResult();
                }
            }));
        }

        for (var token = 0; token < Tokens; token++)
        {
            ring[token % Actors].Tell(rounds * Actors).ShouldBe(TellAnswer.Taken);
        }

        await done.Task.WaitAsync(Patience);
        system.DeadLetters.Count.ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(Schedulers))]
    public async Task What_is_told_while_an_actor_stops_is_received_or_a_dead_letter_or_answered_Stopped(string scheduler)
    {
        for (var round = 0; round < TestScale.Of(100); round++)
        {
            using var system = new ActorSystem(new ActorSystemOptions(TimeProvider.System, Make(scheduler), 1));
            var received = 0;
            var answeredStopped = 0;
            var actor = system.Spawn("mortal", () => new ScriptedActor((_, _) => received++));
            var threads = Enumerable.Range(0, Producers).Select(_ => new Thread(() =>
            {
                for (var number = 0; number < 200; number++)
                {
                    if (actor.Tell(number) == TellAnswer.Stopped)
                    {
                        Interlocked.Increment(ref answeredStopped);
                    }
                }
            })).ToArray();
            foreach (var thread in threads)
            {
                thread.Start();
            }

            actor.Cell.RequestStop();
            foreach (var thread in threads)
            {
                thread.Join();
            }

            (await system.StopAsync(Patience)).ShouldBeTrue();
            (received + answeredStopped + system.DeadLetters.Count).ShouldBe(Producers * 200);
        }
    }

    internal static IMailboxScheduler Make(string scheduler) =>
        scheduler == "pool" ? new ThreadPoolScheduler() : new InlineScheduler(TimeProvider.System);

    private static void Produce(ActorRef actor, int producer, int count)
    {
        var wait = new SpinWait();
        for (var number = 1; number <= count; number++)
        {
            while (actor.Tell((producer, number)) == TellAnswer.Full)
            {
                wait.SpinOnce();
            }
        }
    }

    private sealed class Receiver(int expected) : Actor
    {
        private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _inside;
        private int _received;

        internal Task Done => _done.Task;

        internal int[] LastOf { get; } = new int[Producers];

        internal List<string> Faults { get; } = [];

        protected internal override void Receive(object message)
        {
            if (Interlocked.Exchange(ref _inside, 1) != 0)
            {
                Faults.Add("two messages at a time");
            }

            var (producer, number) = ((int, int))message;
            if (number != LastOf[producer] + 1)
            {
                Faults.Add($"{number} of producer {producer} came after {LastOf[producer]}");
            }

            LastOf[producer] = number;
            Interlocked.Exchange(ref _inside, 0);
            if (++_received == expected)
            {
                _done.SetResult();
            }
        }
    }
}
