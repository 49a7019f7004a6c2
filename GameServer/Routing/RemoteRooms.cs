using System.Collections.Concurrent;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Rooms;

namespace GameServer.Routing;

/// <summary>
/// The rooms on other nodes that have members here, and where they run. Changed on the turns of links, read from any thread.
/// </summary>
internal sealed class RemoteRooms(RoomTypes types, AudienceParts parts)
{
    private readonly ConcurrentDictionary<RoomId, RemoteRoom> _byId = new();
    private readonly ConcurrentDictionary<RoomNumber, RemoteRoom> _byNumber = new();

    internal int Count => _byId.Count;

    internal RemoteRoom? Find(RoomId id) => _byId.GetValueOrDefault(id);

    internal RemoteRoom? Find(RoomNumber number) => _byNumber.GetValueOrDefault(number);

    /// <summary>
    /// What a room on that node says to its members here. Null: nobody here is a member, or a younger activation is known.
    /// </summary>
    internal RemoteRoom? Of(NodeId from, RoomOutput output)
    {
        var number = new RoomNumber(output.Room);
        var epoch = new Epoch(output.Epoch);
        var known = _byNumber.GetValueOrDefault(number);
        if (known is not null && known.Epoch == epoch && known.Host == from)
        {
            return known;
        }

        if (known is not null && known.Epoch.Value > output.Epoch)
        {
            // From an activation that has been overtaken and does not know it.
            parts.Traffic.CountFenced();
            return null;
        }

        if (output.RoomId.Length == 0 || types.Find(new RoomTypeName(output.RoomType)) is not { } type)
        {
            return null;
        }

        if (known is not null)
        {
            Lose(known);
        }

        var room = new RemoteRoom(new RoomId(output.RoomId), number, type, from, epoch, parts);
        _byId[room.Id] = room;
        _byNumber[number] = room;
        return room;
    }

    /// <summary>Forgets a room without members here.</summary>
    internal void Tidy(RemoteRoom room)
    {
        if (room.IsEmpty)
        {
            Remove(room);
        }
    }

    /// <summary>Another activation of the room is known.</summary>
    internal void Lose(RoomId room)
    {
        if (Find(room) is { } known)
        {
            Lose(known);
        }
    }

    /// <summary>The node can't be reached: what its rooms said last counts.</summary>
    internal void HostLost(NodeId host)
    {
        // In an order that depends on nothing but the rooms: what comes of it can be repeated.
        foreach (var room in _byId.Values.Where(room => room.Host == host).OrderBy(room => room.Number.Value))
        {
            Lose(room);
        }
    }

    private void Lose(RemoteRoom room)
    {
        Remove(room);
        room.Lose();
    }

    private void Remove(RemoteRoom room)
    {
        _byId.TryRemove(new KeyValuePair<RoomId, RemoteRoom>(room.Id, room));
        _byNumber.TryRemove(new KeyValuePair<RoomNumber, RemoteRoom>(room.Number, room));
    }
}
