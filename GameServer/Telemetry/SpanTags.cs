namespace GameServer.Telemetry;

/// <summary>What spans say beside their names: ids and counts, never what a player has sent.</summary>
internal static class SpanTags
{
    internal const string SessionId = "gameserver.session.id";
    internal const string RoomId = "gameserver.room.id";
    internal const string RoomType = "gameserver.room.type";
    internal const string Epoch = "gameserver.room.epoch";
    internal const string Version = "gameserver.room.version";
    internal const string CommandNumber = "gameserver.command.seq";
    internal const string TurnInputs = "gameserver.turn.inputs";
    internal const string Node = "gameserver.link.node";
    internal const string BatchRooms = "gameserver.store.batch.rooms";

    /// <summary>The moment, within the span of a room, at which its turn began.</summary>
    internal const string TurnBegan = "turn began";
}
