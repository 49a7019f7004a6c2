namespace GameServer.Bench.Load.Client;

/// <summary>One client: its connection, what it said and what it has seen. Used by the one thread that runs the fleet.</summary>
/// <param name="number">Which of the load's clients it is, from 0.</param>
/// <param name="place">Its room and its place in it.</param>
/// <param name="dialect">What it speaks.</param>
/// <param name="sourceAddress">The last number of the 127.0.0.x from which it connects.</param>
internal sealed class LoadClient(int number, RoomPlace place, Dialect dialect, byte sourceAddress = 1)
{
    private const uint MaskStep = 0x9E3779B1;

    /// <summary>What a member of a room sees: whether its updates follow one another.</summary>
    internal VersionChain Chain;

    private byte[] _kept = [];

    internal int Number => number;

    internal int Room => place.Room;

    internal int Slot => place.Slot;

    internal Dialect Dialect => dialect;

    internal byte SourceAddress => sourceAddress;

    internal ClientPhase Phase { get; set; }

    internal int Descriptor { get; set; } = -1;

    internal Outgoing Outgoing { get; } = new((uint)(number + 1) * MaskStep);

    /// <summary>Whether the fleet waits for the connection to take more.</summary>
    internal bool IsStalled { get; set; }

    /// <summary>Whether its connection is read by the sip only.</summary>
    internal bool IsHeld { get; set; }

    /// <summary>The number that the server gave the room.</summary>
    internal ulong RoomNumber { get; set; }

    /// <summary>Messages or commands sent; the newest one's number.</summary>
    internal ulong Sent { get; set; }

    /// <summary>Of those, how many were answered.</summary>
    internal ulong Answered { get; set; }

    /// <summary>Of those, how many came back to the client.</summary>
    internal ulong Returned { get; set; }

    /// <summary>Answers that say anything but that the next command was applied.</summary>
    internal long WrongAnswers { get; set; }

    /// <summary>A time of the load's choice.</summary>
    internal long Mark { get; set; }

    internal OrderCheck Order { get; } = new(place.Members);

    /// <summary>The beginning of a frame whose rest has not come yet.</summary>
    internal ReadOnlySpan<byte> Kept => _kept;

    internal void Keep(ReadOnlySpan<byte> bytes) => _kept = bytes.IsEmpty ? [] : bytes.ToArray();
}

/// <summary>Where a client belongs.</summary>
/// <param name="Room">Which of the load's rooms, from 0.</param>
/// <param name="Slot">Which of the room's clients, from 0.</param>
/// <param name="Members">How many clients the room has.</param>
internal readonly record struct RoomPlace(int Room, int Slot, int Members);
