using GameServer.Authoring;
using GameServer.Authoring.Kernel;

namespace GameServer.Tests.Simulation;

/// <summary>Makes kernels whose turns are noted down; a broken variant of a server puts its own around them.</summary>
/// <param name="maker">Makes the kernels of production.</param>
/// <param name="ran">Told of each turn.</param>
/// <param name="around">What is put around each kernel.</param>
internal sealed class WatchedKernels(IRoomKernelMaker maker, Action<RoomBirth> ran, Func<IRoomKernel, IRoomKernel> around)
    : IRoomKernelMaker
{
    public RoomSettings Settings(object room) => maker.Settings(room);

    public IRoomKernel Make(object room, RoomBirth birth) => Watched(maker.Make(room, birth), birth);

    public IRoomKernel Restore(object room, RoomBirth birth, RoomHistory history) => Watched(maker.Restore(room, birth, history), birth);

    private IRoomKernel Watched(IRoomKernel kernel, RoomBirth birth) =>
        around(new KernelInFront(kernel) { Ran = () => ran(birth) });
}
