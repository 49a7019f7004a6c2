using GameServer.Actors;

namespace GameServer.Tests.Actors.TestKit;

/// <summary>
/// Stands where an actor's partner would: others tell it, the test says what should have come. Each expectation lets the actors run first.
/// </summary>
internal sealed class TestProbe
{
    private readonly ActorWorld _world;
    private readonly Queue<object> _received = new();

    internal TestProbe(ActorWorld world, string name)
    {
        _world = world;
        Ref = world.Spawn(name, (context, message) =>
        {
            if (message is WatchOrder order)
            {
                context.Watch(order.Other);
            }
            else
            {
                _received.Enqueue(message);
            }
        });
    }

    internal ActorRef Ref { get; }

    /// <summary>The next message is a <typeparamref name="T"/>.</summary>
    internal T ExpectMsg<T>()
    {
        _world.RunUntilIdle();
        _received.TryDequeue(out var message).ShouldBeTrue($"{Ref} expected a {typeof(T).Name}, but nothing came");
        return message.ShouldBeOfType<T>($"{Ref} expected a {typeof(T).Name}, but {message} came");
    }

    /// <summary>The next message equals this one.</summary>
    internal void ExpectMsg<T>(T expected) where T : notnull => ExpectMsg<T>().ShouldBe(expected);

    internal void ExpectNoMsg()
    {
        _world.RunUntilIdle();
        _received.ShouldBeEmpty($"{Ref} expected nothing");
    }

    internal void ExpectTerminated(ActorRef actor) => ExpectMsg<Terminated>().Actor.ShouldBeSameAs(actor);

    /// <summary>Whatever has come so far, in order.</summary>
    internal IReadOnlyList<object> TakeAll()
    {
        _world.RunUntilIdle();
        object[] all = [.. _received];
        _received.Clear();
        return all;
    }

    /// <summary>From now on the probe is told when the other has stopped.</summary>
    internal void Watch(ActorRef other)
    {
        Ref.Tell(new WatchOrder(other));
        _world.RunUntilIdle();
    }

    private sealed record WatchOrder(ActorRef Other) : IControlMessage;
}
