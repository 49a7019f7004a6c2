using GameServer.Actors;
using GameServer.Tests.Actors.TestKit;

namespace GameServer.Tests.Actors;

public sealed class AskTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task An_ask_without_an_answer_times_out_and_a_late_answer_is_ignored()
    {
        using var world = new ActorWorld();
        ReplyTo<string>? reply = null;
        var silent = world.Spawn("silent", (_, message) => reply = ((Question)message).Reply);
        var ask = silent.Ask<string>(to => new Question(to), Timeout);
        world.RunUntilIdle();

        world.Time.Advance(Timeout);

        (await Should.ThrowAsync<TimeoutException>(() => ask)).Message.ShouldContain("/silent");
        reply.ShouldNotBeNull().Tell("late");
        await Should.ThrowAsync<TimeoutException>(() => ask);
    }

    [Fact]
    public async Task An_ask_of_a_full_or_stopped_actor_is_refused_at_once()
    {
        using var world = new ActorWorld();
        var actor = world.Spawn("small", (_, _) => { }, new ActorOptions { DataLaneMax = 1 });
        actor.Tell("fills it");

        var full = await Should.ThrowAsync<AskRefusedException>(() => actor.Ask<string>(to => new Question(to), Timeout));
        full.Answer.ShouldBe(TellAnswer.Full);
        actor.Cell.RequestStop();
        world.RunUntilIdle();
        var stopped = await Should.ThrowAsync<AskRefusedException>(() => actor.Ask<string>(to => new Question(to), Timeout));
        stopped.Answer.ShouldBe(TellAnswer.Stopped);
        world.System.Timers.Count.ShouldBe(0);
    }

    [Fact]
    public async Task The_first_answer_counts_and_its_deadline_goes()
    {
        using var world = new ActorWorld();
        var actor = world.Spawn("eager", (_, message) =>
        {
            ((Question)message).Reply.Tell("first");
            ((Question)message).Reply.Tell("second");
        });
        var ask = actor.Ask<string>(to => new Question(to), Timeout);

        world.RunUntilIdle();

        (await ask).ShouldBe("first");
        world.System.Timers.Count.ShouldBe(0);
    }

    [Fact]
    public async Task An_answer_told_through_the_context_leaves_with_the_turn_or_not_at_all()
    {
        using var world = new ActorWorld();
        var answers = 0;
        var actor = world.Spawn("answering", (context, message) =>
        {
            var question = (Question)message;
            context.Tell(question.Reply, $"answer {++answers}");
            if (answers == 1)
            {
                throw new InvalidOperationException("on purpose");
            }
        }, new ActorOptions { Supervision = Supervision.Resume });
        var failed = actor.Ask<string>(to => new Question(to), Timeout);
        var answered = actor.Ask<string>(to => new Question(to), Timeout);

        world.RunUntilIdle();

        failed.IsCompleted.ShouldBeFalse();
        (await answered).ShouldBe("answer 2");
    }

    private sealed record Question(ReplyTo<string> Reply);
}
