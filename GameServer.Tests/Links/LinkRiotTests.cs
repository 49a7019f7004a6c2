using GameServer.Actors;
using GameServer.Tests.Links.TestKit;

namespace GameServer.Tests.Links;

/// <summary>Three nodes under every trouble the network knows, from a seed: run the one that failed alone to see it again.</summary>
public sealed class LinkRiotTests
{
    [Theory]
    [MemberData(nameof(Seeds))]
    public void Between_an_up_and_a_down_everything_arrives_once_and_in_order_until_the_link_breaks(ulong seed)
    {
        using var world = new LinkWorld(seed);
        LinkedNode[] nodes = [world.Start("alpha"), world.Start("beta"), world.Start("gamma")];
        world.Meet(nodes);
        var random = new SplitMix64(seed);
        var puts = new PutBook();
        for (var step = 0; step < 800; step++)
        {
            var one = nodes[random.Next() % 3];
            var other = nodes[random.Next() % 3];
            if (one != other)
            {
                Act(world, nodes, one, other, random.Next() % 200, puts);
            }

            world.Advance(random.Next() % 8 == 0 ? 0.3 : 0.005);
        }

        foreach (var one in nodes)
        {
            foreach (var other in nodes)
            {
                world.Network.Heal(one.Process, other.Process);
                one.Meet([.. nodes.Where(each => each != one).Select(each => each.Target)]);
            }
        }

        world.Advance(15);

        foreach (var node in nodes)
        {
            foreach (var other in nodes.Where(each => each != node))
            {
                node.Table.Find(other.Process).ShouldNotBeNull($"{node.Process} has no link to {other.Process}");
                puts.Check(node, other);
            }
        }

        world.Network.Wires.Count().ShouldBe(3, "one link for each pair");
        puts.Arrived.ShouldBeGreaterThan(100, "a riot in which hardly anything arrives shows nothing");
    }

    public static TheoryData<ulong> Seeds() => [.. Enumerable.Range(1, 40).Select(seed => (ulong)seed)];

    private static void Act(LinkWorld world, LinkedNode[] nodes, LinkedNode one, LinkedNode other, ulong what, PutBook puts)
    {
        var network = world.Network;
        switch (what)
        {
            case 0:
                network.Cut(one.Process, other.Process);
                break;
            case 1:
                network.CutOneSide(one.Process, other.Process);
                break;
            case 2:
                network.CutAfter(one.Process, other.Process, messages: puts.Count % 5);
                break;
            case 3:
                network.CutAfter(one.Process, other.Process, bytes: puts.Count % 300);
                break;
            case 4:
                network.Part(one.Process, other.Process);
                break;
            case > 4 and < 15:
                network.Heal(one.Process, other.Process);
                break;
            case 15:
                one.Meet();
                break;
            case > 15 and < 26:
                one.Meet([.. nodes.Where(each => each != one).Select(each => each.Target)]);
                break;
            default:
                puts.Put(one, other);
                break;
        }
    }
}
