using GameServer.Protocol.Identity;
using GameServer.Sessions;

namespace GameServer.Routing;

/// <summary>
/// What this node has handed on to others and has had no answer to: if the other node is lost, it is to be handed on again. May be used
/// from any thread.
/// </summary>
internal sealed class HandedOn
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Key, Order> _orders = [];
    private int _count;

    /// <summary>What of a connection's requests it is.</summary>
    internal enum Kind
    {
        /// <summary>A join: named by its request.</summary>
        Join,

        /// <summary>An attachment: of a connection, a room, and the request that it answers.</summary>
        Attach,

        /// <summary>Leaving: of a connection and a room.</summary>
        Leave,

        /// <summary>A seat for a room of this node: named by its number.</summary>
        Seat,
    }

    internal readonly record struct Key(Kind Kind, SessionAddress From, RoomId Room, ulong Number);

    internal readonly record struct Order(NodeId Host, RoomId Room, object What);

    /// <summary>Whether anything is under way: mostly not.</summary>
    internal bool IsEmpty => Volatile.Read(ref _count) == 0;

    internal void Put(Key key, Order order)
    {
        lock (_lock)
        {
            _orders[key] = order;
            Volatile.Write(ref _count, _orders.Count);
        }
    }

    /// <summary>It is answered, or to be handed on anew; null: nothing is under way under this key.</summary>
    internal Order? Take(Key key)
    {
        lock (_lock)
        {
            var found = _orders.Remove(key, out var order);
            Volatile.Write(ref _count, _orders.Count);
            return found ? order : null;
        }
    }

    /// <summary>No attachment of that connection to that room will come of what is under way.</summary>
    internal void TakeAttachments(SessionAddress from, RoomId room)
    {
        lock (_lock)
        {
            foreach (var key in _orders.Keys.Where(key => key.Kind == Kind.Attach && key.From == from && key.Room == room).ToList())
            {
                _orders.Remove(key);
            }

            Volatile.Write(ref _count, _orders.Count);
        }
    }

    internal Order? Find(Key key)
    {
        lock (_lock)
        {
            return _orders.TryGetValue(key, out var order) ? order : null;
        }
    }

    /// <summary>The node can't be reached any more: all that it owes an answer to, in no order.</summary>
    internal IReadOnlyList<Order> TakeAll(NodeId host)
    {
        lock (_lock)
        {
            var lost = _orders.Where(each => each.Value.Host == host).ToList();
            foreach (var (key, _) in lost)
            {
                _orders.Remove(key);
            }

            Volatile.Write(ref _count, _orders.Count);
            return lost.ConvertAll(each => each.Value);
        }
    }
}
