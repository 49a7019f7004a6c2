using GameServer.Authoring.Kernel;
using GameServer.Protocol.Identity;

namespace GameServer.Tests.Simulation.Mutations;

/// <summary>A room that replays to a member from one update too late.</summary>
internal sealed class RingOffByOne(IRoomKernel kernel) : KernelInFront(kernel)
{
    public override EffectList RunTurn(DateTimeOffset now, IReadOnlyList<RoomInput> inputs) =>
        base.RunTurn(now, [.. inputs.Select(Later)]);

    private RoomInput Later(RoomInput input) =>
        input is RoomInput.Attach { Position: { } position, Replay: null } attach && position.Version.Value < Published.Value
            ? attach with { Position = position with { Version = new RoomVersion(position.Version.Value + 1) } }
            : input;
}
