using GameServer;
using GameServer.Games;

return GameServerHost.Run(args, BuiltInGames.Register);
