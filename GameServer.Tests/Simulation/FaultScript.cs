using GameServer.Protocol.Identity;

namespace GameServer.Tests.Simulation;

/// <summary>
/// What goes wrong, and when: drawn from the seed while the world runs. It ends with everything repaired; what is under way then still
/// comes out as it does.
/// </summary>
/// <param name="world">Where it happens.</param>
/// <param name="clients">Who suffers it.</param>
internal sealed class FaultScript(SimWorld world, IReadOnlyList<SimClient> clients)
{
    private static readonly TimeSpan Rarely = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Shortly = TimeSpan.FromMilliseconds(800);

    private bool _isOver;

    internal void Start()
    {
        Repeat(Rarely, Kill);
        Repeat(Rarely, Freeze);
        Repeat(Shortly, CutLine);
        Repeat(Shortly, StallLine);
        Repeat(Rarely, SendAway);
        Repeat(Rarely, () => SimTab.Open(world, world.Random.Of(clients)));
        Repeat(Rarely, ChangeWeather);
        Repeat(2 * Rarely, TakeStoreAway);
        if (world.Slots.Count > 1)
        {
            Repeat(Shortly, CutLink);
            Repeat(Rarely, StallLink);
            Repeat(Rarely, PartNodes);
            Repeat(Rarely, PartFromStore);
        }
    }

    /// <summary>Everything works again.</summary>
    internal void End()
    {
        _isOver = true;
        world.Database.ComeBack();
        world.Database.Weather = StoreWeather.Fair;
        world.Network.Heal();
        foreach (var slot in world.Slots)
        {
            slot.Node?.Process.Thaw();
            if (slot.Node is null)
            {
                slot.Start();
            }
        }
    }

    private void Repeat(TimeSpan longest, Action happens) =>
        world.Agenda.After(world.Random.Between(TimeSpan.Zero, 2 * longest), () =>
        {
            if (!_isOver)
            {
                happens();
                Repeat(longest, happens);
            }
        });

    private void Later(TimeSpan longest, Action happens) => world.Agenda.After(world.Random.Time(longest), () =>
    {
        if (!_isOver)
        {
            happens();
        }
    });

    private void Kill()
    {
        var slot = world.Random.Of(world.Slots);
        if (slot.Node is null)
        {
            return;
        }

        var silently = world.Random.OneIn(4);
        world.Counts.Add(silently ? SimFault.NodeLost : SimFault.NodeKilled);
        world.Leases.Excuse(new NodeId(slot.Node.Life));
        slot.Kill(silently);
        Later(Rarely, () =>
        {
            if (slot.Node is null)
            {
                slot.Start();
            }
        });
    }

    private void Freeze()
    {
        if (world.Random.Of(world.Slots).Node is { Process.IsRunning: true } node)
        {
            world.Counts.Add(SimFault.NodeFrozen);
            world.Leases.Excuse(new NodeId(node.Life));
            node.Process.Freeze();
            Later(2 * Rarely, node.Process.Thaw);
        }
    }

    private void CutLine()
    {
        if (world.Random.Of(clients).Line is { } line)
        {
            var lane = world.Random.OneIn(2) ? line.ToServer : line.ToClient;
            lane.CutAfter(world.Random.Below(400));
        }
    }

    private void StallLine()
    {
        if (world.Random.Of(clients).Line is { } line)
        {
            world.Counts.Add(SimFault.LineStalled);
            var lane = world.Random.OneIn(2) ? line.ToServer : line.ToClient;
            lane.Stall(world.Random.Time(TimeSpan.FromSeconds(8)));
        }
    }

    private void SendAway()
    {
        world.Counts.Add(SimFault.ClientAway);
        var everyone = world.Random.OneIn(3);
        foreach (var client in everyone ? clients : [world.Random.Of(clients)])
        {
            client.AwayUntil = world.Agenda.Now + world.Random.Time(2 * Rarely);
            client.Drop();
        }
    }

    private void ChangeWeather() =>
        world.Database.Weather = world.Random.OneIn(3) ? StoreWeather.Fair : StoreWeather.Drawn(world.Random);

    private void CutLink()
    {
        if (world.Network.Wires is { Count: > 0 } wires)
        {
            world.Random.Of(wires).CutAfter(world.Random.Below(2_000));
        }
    }

    private void StallLink()
    {
        if (world.Network.Wires is { Count: > 0 } wires)
        {
            world.Counts.Add(SimFault.LinkStalled);
            world.Random.Of(wires).StallOneWay(world.Random.Time(4 * Rarely));
        }
    }

    private void PartNodes()
    {
        var (one, other) = (world.Random.Of(world.Slots), world.Random.Of(world.Slots));
        if (one != other)
        {
            world.Counts.Add(SimFault.NodesParted);
            world.Network.Part(one.Name, other.Name, world.Random.Time(4 * Rarely));
        }
    }

    private void PartFromStore()
    {
        if (world.Random.Of(world.Slots).Node is { } node)
        {
            world.Counts.Add(SimFault.StoreParted);
            world.Leases.Excuse(new NodeId(node.Life));
            world.Database.Part(node.Process, world.Random.Time(4 * Rarely));
        }
    }

    private void TakeStoreAway()
    {
        world.Database.GoAway();
        Later(TimeSpan.FromSeconds(5), world.Database.ComeBack);
    }
}
