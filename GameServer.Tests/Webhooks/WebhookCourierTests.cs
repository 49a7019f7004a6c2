using GameServer.Tests.Actors.TestKit;
using GameServer.Webhooks;

namespace GameServer.Tests.Webhooks;

public sealed class WebhookCourierTests
{
    private static readonly WebhookAnswer Down = new WebhookAnswer.Failed("answered 500");

    [Fact]
    public void What_waits_is_told_once_and_is_gone_when_it_was_taken()
    {
        using var world = new WebhookWorld();
        world.Keep("a", "b", "c");

        world.Advance(2);

        world.Endpoint.Told.Select(each => each.Id).Order().ShouldBe(["a", "b", "c"]);
        world.Figures.Waiting.ShouldBe(0);
    }

    [Fact]
    public void What_failed_is_told_again_later_and_later_under_the_same_id_with_the_time_of_the_try()
    {
        using var world = new WebhookWorld();
        world.Endpoint.Answer = _ => Down;
        world.Keep("a");

        world.Advance(60);

        var times = world.Endpoint.Told.Select(each => each.Timestamp).ToList();
        world.Endpoint.Told.ShouldAllBe(each => each.Id == "a");
        times.Count.ShouldBeInRange(5, 9);
        times.Zip(times.Skip(1)).ShouldAllBe(pair => pair.Second > pair.First);
        world.Figures.Waiting.ShouldBe(1);

        world.Endpoint.Answer = _ => WebhookAnswer.Taken.Instance;
        world.Advance(world.Options.RetryLastMs / 1_000.0);
        world.Figures.Waiting.ShouldBe(0);
    }

    [Fact]
    public void One_that_is_never_taken_does_not_hold_up_the_others()
    {
        using var world = new WebhookWorld();
        world.Endpoint.Answer = request => request.Id == "bad" ? Down : WebhookAnswer.Taken.Instance;
        world.Keep("bad");
        for (var number = 0; number < 20; number++)
        {
            world.Keep($"good{number}");
            world.Advance(2);
            world.Figures.Waiting.ShouldBe(1);
        }
    }

    [Fact]
    public void An_endpoint_that_hangs_gets_no_more_than_a_few_requests_at_once()
    {
        using var world = new WebhookWorld();
        world.Endpoint.Answer = _ => null;
        world.Keep("a", "b", "c", "d", "e");

        world.Advance(20);
        world.Endpoint.Told.Count.ShouldBe(world.Options.RequestsMax);

        world.Endpoint.Answer = _ => WebhookAnswer.Taken.Instance;
        world.Endpoint.LetGo(WebhookAnswer.Taken.Instance);
        world.Advance(2);
        world.Figures.Waiting.ShouldBe(0);
        world.Endpoint.Told.Select(each => each.Id).ShouldBeUnique();
    }

    [Fact]
    public void An_endpoint_that_is_down_is_asked_seldom_however_much_waits_and_gets_all_of_it_when_it_is_back()
    {
        using var world = new WebhookWorld();
        world.Endpoint.Answer = _ => Down;
        world.Keep([.. Enumerable.Range(0, 500).Select(number => $"{number}")]);

        world.Advance(600);
        var tries = world.Endpoint.Told.Count;
        world.Endpoint.Answer = _ => WebhookAnswer.Taken.Instance;
        world.Advance(world.Options.RetryLastMs / 1_000.0 + 30);

        tries.ShouldBeLessThan(100);
        world.Figures.Waiting.ShouldBe(0);
        world.Log.Count(line => line.Contains("answered 500", StringComparison.Ordinal)).ShouldBe(1);
        world.Log.Count(line => line.Contains("takes what it is told again", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public void What_a_courier_had_in_hand_when_it_was_lost_is_told_by_another()
    {
        using var world = new WebhookWorld();
        world.Endpoint.Answer = _ => null;
        world.Keep("a");
        world.Advance(2);
        world.World.System.Spawn("reaper", () => new ScriptedActor((context, _) => context.Stop(world.Courier)))
            .Tell("now");
        world.World.RunUntilIdle();
        world.Endpoint.Answer = _ => WebhookAnswer.Taken.Instance;
        world.Spawn("another");

        world.Advance(5);
        world.Endpoint.Told.Count.ShouldBe(1, "its time is not over");
        world.Advance(world.Options.TimeoutMs / 1_000.0 + 20);

        world.Endpoint.Told.Count.ShouldBe(2);
        world.Figures.Waiting.ShouldBe(0);
    }
}
