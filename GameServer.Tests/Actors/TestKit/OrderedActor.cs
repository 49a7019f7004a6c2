using GameServer.Actors;

namespace GameServer.Tests.Actors.TestKit;

/// <summary>An actor that does on its turn what it is ordered to, and shows a probe everything else that it receives.</summary>
internal static class OrderedActor
{
    internal static (ActorRef Actor, TestProbe Probe) Spawn(ActorWorld world)
    {
        var probe = world.Probe();
        var actor = world.Spawn("ordered", (context, message) =>
        {
            switch (message)
            {
                case Order order:
                    order.Do(context);
                    break;
                case Urgent urgent:
                    urgent.Do(context);
                    break;
                default:
                    context.Tell(probe.Ref, message);
                    break;
            }
        });
        return (actor, probe);
    }

    /// <summary>On the data lane.</summary>
    internal sealed record Order(Action<ActorContext> Do);

    /// <summary>On the control lane.</summary>
    internal sealed record Urgent(Action<ActorContext> Do) : IControlMessage;
}
