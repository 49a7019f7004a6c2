using GameServer.Links;

namespace GameServer.Tests.Simulation;

/// <summary>
/// What connects the nodes: connections that break anywhere, pairs that can't reach one another, ports that refuse or say nothing.
/// </summary>
internal sealed class SimNetwork(SimWorld world)
{
    private static readonly TimeSpan Travel = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(2);

    private readonly List<SimLinkWire> _wires = [];
    private readonly Dictionary<(string, string), TimeSpan> _partedUntil = [];

    /// <summary>Connections on which something can still arrive.</summary>
    internal IReadOnlyList<SimLinkWire> Wires => [.. _wires.Where(wire => wire.IsAlive)];

    internal void Dial(SimLinkTransport from, string address, ILinkEvents events)
    {
        var slot = world.Slots.First(slot => slot.Name == address);
        world.Agenda.After(world.Random.Time(Travel), () =>
        {
            if (from.Process.IsGone)
            {
                return;
            }

            if (IsParted(from.Name, address) || slot.IsSilent)
            {
                world.Agenda.After(ConnectTimeout, () => from.Process.Enter(() => events.Failed(false, "no connection in time")));
            }
            else if (slot.Node is { } node)
            {
                // A frozen process's system answers for it; what comes of that waits.
                node.Process.Enter(() => Connect(from, node.Links!, events));
            }
            else
            {
                from.Process.Enter(() => events.Failed(true, "refused"));
            }
        });
    }

    /// <summary>Nothing gets from either node to the other for so long. What was on its way arrives afterwards.</summary>
    internal void Part(string one, string other, TimeSpan time)
    {
        _partedUntil[Key(one, other)] = world.Agenda.Now + time;
        foreach (var wire in Wires.Where(wire => Key(wire.Dialer.Name, wire.Acceptor.Name) == Key(one, other)))
        {
            wire.Stall(time);
        }
    }

    internal void Heal()
    {
        _partedUntil.Clear();
        _wires.ForEach(wire => wire.Stall(TimeSpan.Zero));
    }

    internal void Died(SimLinkTransport gone, bool silently)
    {
        foreach (var wire in Wires.Where(wire => wire.Dialer == gone || wire.Acceptor == gone))
        {
            wire.Died(gone, silently);
        }
    }

    private static (string, string) Key(string one, string other) =>
        string.CompareOrdinal(one, other) < 0 ? (one, other) : (other, one);

    private bool IsParted(string one, string other) => _partedUntil.GetValueOrDefault(Key(one, other)) > world.Agenda.Now;

    private void Connect(SimLinkTransport from, SimLinkTransport to, ILinkEvents events)
    {
        if (from.Process.IsGone)
        {
            return;
        }

        _wires.RemoveAll(wire => !wire.IsAlive && !wire.IsBelieved);
        if (_wires.Exists(wire => wire.Joins(from, to) && wire.IsBelieved))
        {
            world.Counts.Add(SimFault.TwoLinks);
        }

        var made = new SimLinkWire(world, from, to);
        _wires.Add(made);
        made.Open(events);
    }
}
