namespace GameServer.Authoring.Kernel;

/// <summary>Puts a kernel together, without the room's message types.</summary>
internal interface IRoomKernelMaker
{
    RoomSettings Settings(object room);

    IRoomKernel Make(object room, RoomBirth birth);

    IRoomKernel Restore(object room, RoomBirth birth, RoomHistory history);
}
