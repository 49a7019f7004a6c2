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
    internal sealed record Begin : TurnStep
    {
        internal static readonly Begin Instance = new();
    }

    /// <summary>A stored room goes on: OnActivated.</summary>
    internal sealed record Activate : TurnStep
    {
        internal static readonly Activate Instance = new();
    }

    /// <summary>A member was here when the elder activation was lost: OnAway.</summary>
    internal sealed record Strand(uint Number) : TurnStep;

    /// <summary>One object for all inputs of a turn, one after another.</summary>
    internal sealed record Input : TurnStep
    {
        internal RoomInput Value { get; set; } = null!;
    }

    internal sealed record GraceOver(PlayerId Player) : TurnStep;

    internal sealed record SeatOver(string Seat) : TurnStep;

    internal sealed record TimerDue(string Key, ByteString Command) : TurnStep;

    internal sealed record TickDue : TurnStep
    {
        internal static readonly TickDue Instance = new();
    }

    /// <summary>The room has been empty for long enough.</summary>
    internal sealed record EmptyOver : TurnStep
    {
        internal static readonly EmptyOver Instance = new();
    }

    /// <summary>A member has failed the room too often.</summary>
    internal sealed record Expel(PlayerId Player) : TurnStep;

    /// <summary>The room ends: OnClosing.</summary>
    internal sealed record Closing : TurnStep
    {
        internal static readonly Closing Instance = new();
    }
}
