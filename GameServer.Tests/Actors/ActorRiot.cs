using GameServer.Actors;
using GameServer.Tests.Actors.TestKit;

namespace GameServer.Tests.Actors;

/// <summary>A crowd of actors that tell, spawn, watch, time, fail and stop by chance: everything whose order a seed must fix.</summary>
internal static class ActorRiot
{
    private static readonly ActorOptions Options = new()
    {
        DataLaneMax = 8,
        TurnMessagesMax = 3,
        Supervision = Supervision.Restart(3, TimeSpan.FromSeconds(1)),
    };

    internal static Trace Run(ulong seed)
    {
        using var world = new ActorWorld(seed);
        var crowd = new List<ActorRef>();
        for (var number = 0; number < 8; number++)
        {
            crowd.Add(world.System.Spawn($"rioter{number}", () => new Rioter(crowd), Options));
        }

        foreach (var rioter in crowd.ToArray())
        {
            rioter.Tell(new Shove(40));
        }

        for (var step = 0; step < 200; step++)
        {
            world.Advance(TimeSpan.FromMilliseconds(10));
        }

        return world.Trace;
    }

    private sealed record Shove(int Force);

    private sealed record Alarm(ulong Number);

    private sealed class Rioter(List<ActorRef> crowd) : Actor
    {
        protected internal override void OnStart() => Context.StartTimer("alarm", Delay(), new Alarm(Context.NextRandom()));

        protected internal override void Receive(object message)
        {
            switch (message)
            {
                case Shove shove:
                    Answer(shove);
                    break;
                case Alarm alarm:
                    Context.Tell(Anyone(), new Shove((int)(alarm.Number % 20)));
                    Context.StartTimer("alarm", Delay(), new Alarm(Context.NextRandom()));
                    break;
            }
        }

        private void Answer(Shove shove)
        {
            var next = new Shove(shove.Force - 1);
            switch (Context.NextRandom() % 16)
            {
                case 0:
                    throw new InvalidOperationException("on purpose");
                case 1 when crowd.Count < 64:
                    crowd.Add(Context.Spawn($"child{crowd.Count}", () => new Rioter(crowd), Options));
                    break;
                case 2:
                    Context.Watch(Anyone());
                    break;
                case 3 when shove.Force % 8 == 0:
                    Context.Stop(Anyone());
                    break;
                case 4:
                    Context.CancelTimer("alarm");
                    break;
            }

            if (next.Force > 0)
            {
                Context.Tell(Anyone(), next);
            }
        }

        private ActorRef Anyone() => crowd[(int)(Context.NextRandom() % (ulong)crowd.Count)];

        private TimeSpan Delay() => TimeSpan.FromMilliseconds(Context.NextRandom() % 50);
    }
}
