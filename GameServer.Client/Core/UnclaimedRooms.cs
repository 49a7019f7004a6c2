using GameServer.Protocol.V1;

namespace GameServer.Client.Core;

/// <summary>
/// The rooms that the player is in from before this program began, and that it has not joined. Changed on the loop, read on any thread.
/// </summary>
internal sealed class UnclaimedRooms
{
    private readonly Dictionary<uint, string> _ids = [];
    private readonly Dictionary<string, ulong> _rewoundEpochs = [];
    private volatile RoomRef[] _all = [];

    internal IReadOnlyList<RoomRef> All => _all;

    /// <summary>A Welcome has listed the player's rooms.</summary>
    internal void List(IEnumerable<RoomRef> rooms)
    {
        _ids.Clear();
        _rewoundEpochs.Clear();
        _all = rooms.ToArray();
    }

    /// <summary>The room, which nobody here has joined, is attached under this number.</summary>
    internal void Number(RoomAttached attached)
    {
        _ids[attached.Room] = attached.RoomId;
        if (attached.Rewound is not null)
        {
            _rewoundEpochs[attached.RoomId] = attached.Epoch;
        }
    }

    /// <summary>Of the newest time that the room came back older on the present connection; 0: it did not.</summary>
    internal ulong RewoundEpoch(string roomId) => _rewoundEpochs.GetValueOrDefault(roomId);

    /// <summary>The room is joined, or has ended; an ending may name it by its number only.</summary>
    internal void Remove(string roomId, uint number = 0)
    {
        var id = roomId.Length == 0 && _ids.TryGetValue(number, out var known) ? known : roomId;
        _all = _all.Where(room => room.RoomId != id).ToArray();
    }
}
