namespace GameServer.Authoring;

/// <summary>How well a room keeps up with its ticks. A room is overloaded while its load is any but <see cref="Calm"/>.</summary>
public enum RoomLoad
{
    /// <summary>It does. Also said of every tickless room, and of a room whose load is not known yet.</summary>
    Calm,

    /// <summary>Too many ticks take more than their budget: new members are refused, and every second tick is published.</summary>
    High,

    /// <summary>Likewise for several seconds already: every fourth tick is published.</summary>
    Severe,
}
