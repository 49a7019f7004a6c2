using GameServer.Authoring;
using GameServer.Games.Arena;
using GameServer.Games.Chat;
using GameServer.Games.Feed;
using GameServer.Games.Relay;
using GameServer.Games.TicTacToe;

namespace GameServer.Games;

/// <summary>The games that come with the server.</summary>
internal static class BuiltInGames
{
    internal static void Register(IRoomCatalog rooms) => rooms
        .Add<ArenaRoom>("arena")
        .Add<TicTacToeRoom>("tictactoe")
        .Add<ChatRoom>("chat")
        .Add<RelayRoom>("relay")
        .Add<FeedRoom>("feed");
}
