using GameServer.Protocol.V1;
using Google.Protobuf;

namespace GameServer.Client;

/// <summary>A room type as clients know it: its name on the server and its three messages.</summary>
/// <typeparam name="TState">The room's state.</typeparam>
/// <typeparam name="TCommand">What members send.</typeparam>
/// <typeparam name="TEvent">What members receive beside the state.</typeparam>
/// <param name="RoomType">The name under which the server registered the room type.</param>
/// <param name="StateParser">The generated parser of the state.</param>
/// <param name="EventParser">The generated parser of the events.</param>
public sealed record RoomDefinition<TState, TCommand, TEvent>(
    string RoomType, MessageParser<TState> StateParser, MessageParser<TEvent> EventParser)
    where TState : class, IMessage<TState>
    where TCommand : class, IMessage<TCommand>
    where TEvent : class, IMessage<TEvent>;

/// <summary>The room types that every server has.</summary>
public static class RoomDefinitions
{
    /// <summary>The live listing: join it by key, which is the name of a room type, or "*" for all.</summary>
    public static RoomDefinition<LobbyState, LobbyCommand, LobbyEvent> Lobby { get; } =
        new("lobby", LobbyState.Parser, LobbyEvent.Parser);
}
