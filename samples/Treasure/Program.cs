using GameServer;
using Treasure;

return GameServerHost.Run(args, rooms => rooms.Add<TreasureRoom>("treasure"));
