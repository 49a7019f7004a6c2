using GameServer.Authoring;
using GameServer.Authoring.Kernel;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using Google.Protobuf;

namespace GameServer.Tests.Simulation;

/// <summary>Stands before a kernel and hands everything on; what differs is overridden.</summary>
internal class KernelInFront(IRoomKernel kernel) : IRoomKernel
{
    /// <summary>A turn runs.</summary>
    internal Action Ran { get; init; } = () => { };

    public RoomSettings Settings => kernel.Settings;

    public RoomSchema Schema => kernel.Schema;

    public int StateBytes => kernel.StateBytes;

    public DateTimeOffset? NextDue => kernel.NextDue;

    public RoomListing Listing => kernel.Listing;

    public string? RunningHandler => kernel.RunningHandler;

    public Epoch Epoch => kernel.Epoch;

    public RoomVersion Version => kernel.Version;

    public RoomVersion Published => kernel.Published;

    public ulong LastTick => kernel.LastTick;

    public bool WantsSnapshotFirst => kernel.WantsSnapshotFirst;

    public bool IsIdle => kernel.IsIdle;

    public DateTimeOffset? WakeAt => kernel.WakeAt;

    public bool IsClosed => kernel.IsClosed;

    public virtual EffectList RunTurn(DateTimeOffset now, IReadOnlyList<RoomInput> inputs)
    {
        Ran();
        return kernel.RunTurn(now, inputs);
    }

    public IMessage PublishedState() => kernel.PublishedState();

    public byte[] Snapshot() => kernel.Snapshot();
}
