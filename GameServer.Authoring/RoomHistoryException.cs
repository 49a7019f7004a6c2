namespace GameServer.Authoring;

/// <summary>A room's stored history can't be read or applied, or the room has ended. The message says why.</summary>
public sealed class RoomHistoryException : Exception
{
    /// <summary>With a sentence for people.</summary>
    public RoomHistoryException(string message)
        : base(message)
    {
    }

    /// <summary>With a sentence for people and its cause.</summary>
    public RoomHistoryException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
