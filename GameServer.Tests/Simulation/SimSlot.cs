namespace GameServer.Tests.Simulation;

/// <summary>Where a node stands: its lives come and go.</summary>
internal sealed class SimSlot(SimWorld world, int number)
{
    internal string Name { get; } = $"node{number}";

    /// <summary>Which of the nodes it is, from 0.</summary>
    internal int Number => number;

    /// <summary>The present life; null: it is down.</summary>
    internal SimNode? Node { get; private set; }

    /// <summary>Its machine is gone: who calls hears nothing.</summary>
    internal bool IsSilent { get; private set; }

    internal void Start()
    {
        IsSilent = false;
        Node = new SimNode(world, this);
        world.Trace.Note($"{Node.Life} starts");
    }

    internal void Kill(bool silently)
    {
        world.Trace.Note($"{Node!.Life} is gone");
        IsSilent = silently;
        Node.Kill(silently);
        Node = null;
    }
}
