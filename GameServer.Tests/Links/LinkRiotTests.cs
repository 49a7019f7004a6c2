using System.Globalization;
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
        var puts = 0;
        for (var step = 0; step < 400; step++)
        {
            var one = nodes[random.Next() % 3];
            var other = nodes[random.Next() % 3];
            if (one != other)
            {
                Act(world, one, other, random.Next() % 40, ref puts);
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
                Check(node.Inbox.Lines, other.Process.Value);
            }
        }

        world.Network.Wires.Count().ShouldBe(3, "one link for each pair");
    }

    public static TheoryData<ulong> Seeds() => [.. Enumerable.Range(1, 40).Select(seed => (ulong)seed)];

    private static void Act(LinkWorld world, LinkedNode one, LinkedNode other, ulong what, ref int puts)
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
                network.CutAfter(one.Process, other.Process, messages: puts % 5);
                break;
            case 3:
                network.CutAfter(one.Process, other.Process, bytes: puts % 300);
                break;
            case 4:
                network.Part(one.Process, other.Process);
                break;
            case 5 or 6:
                network.Heal(one.Process, other.Process);
                break;
            case 7:
                one.Meet();
                break;
            case 8 or 9:
                one.Meet(other.Target);
                break;
            default:
                one.Put(other, string.Create(CultureInfo.InvariantCulture, $"{++puts};"));
                break;
        }
    }

    private static void Check(IReadOnlyList<string> lines, string from)
    {
        var (isUp, last) = (false, 0);
        foreach (var line in lines)
        {
            if (line == $"up {from}" || line == $"down {from}")
            {
                isUp.ShouldBe(line[0] == 'd', $"{line} came twice");
                isUp = !isUp;
            }
            else if (line.StartsWith($"{from}: ", StringComparison.Ordinal))
            {
                isUp.ShouldBeTrue($"{line} came while the link was down");
                foreach (var put in line[(from.Length + 2)..].Split(';', StringSplitOptions.RemoveEmptyEntries))
                {
                    var number = int.Parse(put, CultureInfo.InvariantCulture);
                    number.ShouldBeGreaterThan(last, "out of order, or twice");
                    last = number;
                }
            }
        }
    }
}
