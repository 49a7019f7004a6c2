using GameServer.Authoring.Kernel;
using GameServer.Protocol.Identity;
using Google.Protobuf;
using Microsoft.Extensions.ObjectPool;

namespace GameServer.Rooms;

/// <summary>Commands on their way to rooms, used again and again. May be used from any thread.</summary>
internal sealed class CommandPool
{
    private const int KeptMax = 4096;

    private readonly ObjectPool<RoomInput.Command> _pool = new DefaultObjectPool<RoomInput.Command>(new Policy(), KeptMax);

    internal RoomInput.Command Take(MemberAddress from, CommandSeq seq, CommandSeq repliesSeen, IMessage? payload)
    {
        var command = _pool.Get();
        command.Is(from, seq, repliesSeen, payload);
        return command;
    }

    /// <summary>The command has been handled; whoever gives it back forgets it. The payload is the author's and is let go.</summary>
    internal void GiveBack(RoomInput.Command command) => _pool.Return(command);

    private sealed class Policy : PooledObjectPolicy<RoomInput.Command>
    {
        public override RoomInput.Command Create() => new();

        public override bool Return(RoomInput.Command command)
        {
            command.Is(default, default, default, null);
            command.Companion = null;
            return true;
        }
    }
}
