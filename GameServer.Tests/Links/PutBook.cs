using System.Globalization;
using GameServer.Links;
using GameServer.Protocol.Identity;
using GameServer.Tests.Links.TestKit;

namespace GameServer.Tests.Links;

/// <summary>What was put into which connection, and whether what arrived is right.</summary>
internal sealed class PutBook
{
    private readonly List<(int Number, NodeId To, LinkOutbox Outbox)> _taken = [];

    internal int Count { get; private set; }

    internal int Arrived { get; private set; }

    internal void Put(LinkedNode from, LinkedNode to)
    {
        var outbox = from.Table.Find(to.Process);
        if (from.Put(to, string.Create(CultureInfo.InvariantCulture, $"{++Count};")) == LinkAnswer.Taken)
        {
            _taken.Add((Count, to.Process, outbox!));
        }
    }

    /// <summary>
    /// Ups and downs come in turn, everything between them, and what comes between two of them is what was put into one connection, from
    /// the first put on and without a gap.
    /// </summary>
    internal void Check(LinkedNode receiver, LinkedNode sender)
    {
        var (isUp, expected) = (false, new Queue<int>());
        var isFirst = false;
        foreach (var line in receiver.Inbox.Lines)
        {
            if (line == $"up {sender.Process}" || line == $"down {sender.Process}")
            {
                isUp.ShouldBe(line[0] == 'd', $"{line} came twice");
                isUp = !isUp;
                isFirst = isUp;
            }
            else if (line.StartsWith($"{sender.Process}: ", StringComparison.Ordinal))
            {
                isUp.ShouldBeTrue($"{line} came while the link was down");
                foreach (var put in line.Split(' ')[1].Split(';', StringSplitOptions.RemoveEmptyEntries))
                {
                    var number = int.Parse(put, CultureInfo.InvariantCulture);
                    expected = isFirst ? OfConnection(number) : expected;
                    isFirst = false;
                    expected.TryDequeue(out var next).ShouldBeTrue();
                    number.ShouldBe(next);
                    Arrived++;
                }
            }
        }
    }

    /// <summary>What was put into the connection through which this came.</summary>
    private Queue<int> OfConnection(int number)
    {
        var outbox = _taken.Single(put => put.Number == number).Outbox;
        return new Queue<int>(_taken.Where(put => put.Outbox == outbox).Select(put => put.Number));
    }
}
