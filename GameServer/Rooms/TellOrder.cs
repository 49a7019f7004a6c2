using GameServer.Authoring.Kernel;
using GameServer.Protocol.Identity;
using GameServer.Telemetry;
using Google.Protobuf;
using Microsoft.Extensions.Logging;

namespace GameServer.Rooms;

/// <summary>What one room tells another, on its way there. Immutable.</summary>
internal sealed record TellOrder(RoomId From, IMessage Command)
{
    /// <summary>Another node's room says it.</summary>
    internal bool CameOverLink { get; init; }

    /// <summary>Unless it is no command of that room's.</summary>
    internal void PassTo(RoomEntry room, ILogger log)
    {
        if (Command.Descriptor == room.Schema.Command)
        {
            room.Actor.Tell(new RoomInput.Told(Command));
        }
        else
        {
            log.ToldWrongType(From.Value, room.Type.Name.Value, Command.Descriptor.FullName, room.Schema.Command.FullName);
        }
    }
}
