using GameServer.Protocol.Identity;
using Google.Protobuf;

namespace GameServer.Authoring.Kernel;

/// <summary>One thing that a turn does; the unit that can be left out when it fails. A closed set.</summary>
internal abstract record TurnStep
{
    private TurnStep()
    {
    }

    /// <summary>The activation begins: OnCreated, OnActivated.</summary>
    internal sealed record Begin : TurnStep;

    internal sealed record Input(RoomInput Value) : TurnStep;

    internal sealed record GraceOver(PlayerId Player) : TurnStep;

    internal sealed record SeatOver(string Seat) : TurnStep;

    internal sealed record TimerDue(string Key, ByteString Command) : TurnStep;

    internal sealed record TickDue : TurnStep;

    /// <summary>The room has been empty for long enough.</summary>
    internal sealed record EmptyOver : TurnStep;

    /// <summary>A member has failed the room too often.</summary>
    internal sealed record Expel(PlayerId Player) : TurnStep;

    /// <summary>The room ends: OnClosing.</summary>
    internal sealed record Closing : TurnStep;
}
