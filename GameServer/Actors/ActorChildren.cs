namespace GameServer.Actors;

/// <summary>
/// The living children of one actor by name. Written on the parent's turn and by children on their last: within the parent's gate.
/// </summary>
internal sealed class ActorChildren(ActorCell parent)
{
    private readonly Lock _gate = parent.Gate;
    private readonly Dictionary<string, ActorCell> _byName = new(StringComparer.Ordinal);
    private ulong _spawned;
    private int _alive;
    private bool _isClosed;

    /// <summary>True when every child has ended and all that it had to tell has been told.</summary>
    internal bool IsEmpty => Volatile.Read(ref _alive) == 0;

    /// <summary>Makes a child unless there will be no more; it gets its number among all that were ever spawned here.</summary>
    internal ActorCell? TryAdd(string name, Func<ulong, ActorCell> make)
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                return null;
            }

            if (_byName.ContainsKey(name))
            {
                throw new ArgumentException($"A living child already has the name {name}.", nameof(name));
            }

            var child = make(++_spawned);
            _byName.Add(name, child);
            _alive++;
            return child;
        }
    }

    /// <summary>The child has stopped: its name is free.</summary>
    internal void FreeName(string name)
    {
        lock (_gate)
        {
            _byName.Remove(name);
        }
    }

    /// <summary>The child has told its watchers: the parent may end.</summary>
    internal void CountOut()
    {
        lock (_gate)
        {
            _alive--;
        }
    }

    /// <summary>All living children in the order in which they were spawned.</summary>
    internal IReadOnlyList<ActorCell> InOrder()
    {
        lock (_gate)
        {
            return [.. _byName.Values.OrderBy(static child => child.Number)];
        }
    }

    /// <summary>No more children after this.</summary>
    internal void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
        }
    }
}
