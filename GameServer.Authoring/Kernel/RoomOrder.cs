using GameServer.Protocol.Identity;
using Google.Protobuf;

namespace GameServer.Authoring.Kernel;

/// <summary>What an operator wants of a room. A closed set: the kernel names every case.</summary>
internal abstract record RoomOrder
{
    private RoomOrder()
    {
    }

    /// <summary>The player is to be no member any more.</summary>
    /// <param name="Player">Who.</param>
    /// <param name="Reason">A sentence, told to the player.</param>
    internal sealed record Kick(PlayerId Player, string Reason) : RoomOrder;

    /// <summary>The room is to end.</summary>
    /// <param name="Reason">A sentence, told to the members.</param>
    internal sealed record Close(string Reason) : RoomOrder;

    /// <summary>A command that comes from no player.</summary>
    internal sealed record Tell(IMessage Command) : RoomOrder;
}

/// <summary>What has come of an order.</summary>
internal enum OrderOutcome
{
    /// <summary>It is done, and what came of it is recorded.</summary>
    Done,

    /// <summary>The player is no member.</summary>
    NoMember,

    /// <summary>The author's code threw: it was undone.</summary>
    Failed,

    /// <summary>The room had ended before.</summary>
    Ended,

    /// <summary>
    /// The room is busy or has moved before this was known to be recorded. Mostly nothing has been done: it may be ordered again.
    /// </summary>
    NotNow,
}
