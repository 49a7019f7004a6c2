using GameServer.Authoring;

namespace GameServer.Rooms;

/// <summary>What the last seconds of a room's ticks were like.</summary>
internal enum LoadTrend
{
    /// <summary>In the last second at least half of the ticks were over their budget.</summary>
    Over,

    /// <summary>Likewise in each of the last few seconds.</summary>
    LongOver,

    /// <summary>In each of the last few seconds nearly all ticks were well within their budget.</summary>
    LongUnder,

    /// <summary>None of these.</summary>
    Mixed,
}

/// <summary>The one transition table of a room's load.</summary>
internal static class LoadTransitions
{
    /// <summary>The load after another second.</summary>
    internal static RoomLoad After(this RoomLoad load, LoadTrend trend) => (load, trend) switch
    {
        (RoomLoad.Calm, LoadTrend.Over) => RoomLoad.High,
        (RoomLoad.Calm, LoadTrend.LongOver) => RoomLoad.High,
        (RoomLoad.Calm, LoadTrend.LongUnder) => RoomLoad.Calm,
        (RoomLoad.Calm, LoadTrend.Mixed) => RoomLoad.Calm,

        (RoomLoad.High, LoadTrend.Over) => RoomLoad.High,
        (RoomLoad.High, LoadTrend.LongOver) => RoomLoad.Severe,
        (RoomLoad.High, LoadTrend.LongUnder) => RoomLoad.Calm,
        (RoomLoad.High, LoadTrend.Mixed) => RoomLoad.High,

        (RoomLoad.Severe, LoadTrend.Over) => RoomLoad.Severe,
        (RoomLoad.Severe, LoadTrend.LongOver) => RoomLoad.Severe,
        (RoomLoad.Severe, LoadTrend.LongUnder) => RoomLoad.High,
        (RoomLoad.Severe, LoadTrend.Mixed) => RoomLoad.Severe,
    };
}
