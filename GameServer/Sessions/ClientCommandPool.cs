using GameServer.Protocol.Codecs;
using Microsoft.Extensions.ObjectPool;

namespace GameServer.Sessions;

/// <summary>Commands on their way from connections to sessions, used again and again. May be used from any thread.</summary>
internal sealed class ClientCommandPool
{
    private const int KeptMax = 4096;

    private readonly ObjectPool<SessionMessage.ClientCommand> _pool =
        new DefaultObjectPool<SessionMessage.ClientCommand>(new Policy(), KeptMax);

    /// <summary>Copies the payload: its bytes are the reader's.</summary>
    internal SessionMessage.ClientCommand Take(IClientConnection from, CommandFields fields)
    {
        var command = _pool.Get();
        command.Is(from, fields);
        return command;
    }

    /// <summary>The command has been handled; whoever gives it back forgets it.</summary>
    internal void GiveBack(SessionMessage.ClientCommand command) => _pool.Return(command);

    private sealed class Policy : PooledObjectPolicy<SessionMessage.ClientCommand>
    {
        public override SessionMessage.ClientCommand Create() => new();

        public override bool Return(SessionMessage.ClientCommand command)
        {
            command.Forget();
            return command.IsSmall;
        }
    }
}
