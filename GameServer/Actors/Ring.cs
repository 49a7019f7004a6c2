using System.Buffers;

namespace GameServer.Actors;

/// <summary>
/// A growing circular queue that keeps a single item in itself and rents an array as long as there are more, so that an idle actor has none
/// and most messages meet none. Not for two threads at a time.
/// </summary>
internal struct Ring<T>
{
    private const int FirstSize = 16;

    private T _only;
    private T[]? _items;
    private int _head;
    private int _count;

    /// <summary>How many are in it; without a lock: at some moment lately.</summary>
    internal readonly int Count => Volatile.Read(in _count);

    /// <summary>The oldest has index 0.</summary>
    internal readonly T this[int index] => _items is null ? _only : _items[Place(index)];

    internal void Enqueue(T item)
    {
        if (_count == 0)
        {
            _only = item;
        }
        else
        {
            MakeRoom();
            _items![Place(_count)] = item;
        }

        Volatile.Write(ref _count, _count + 1);
    }

    /// <summary>The oldest; only while there is one.</summary>
    internal T Dequeue()
    {
        T item;
        if (_items is null)
        {
            item = _only;
            _only = default!;
        }
        else
        {
            item = _items[_head];
            _items[_head] = default!;
            _head = _head + 1 == _items.Length ? 0 : _head + 1;
        }

        SetCount(_count - 1);
        return item;
    }

    /// <summary>Takes the newest out again until no more than <paramref name="count"/> are left.</summary>
    internal void CutTo(int count)
    {
        for (var left = _count; left > count; left--)
        {
            if (_items is null)
            {
                _only = default!;
            }
            else
            {
                _items[Place(left - 1)] = default!;
            }

            SetCount(left - 1);
        }
    }

    private readonly int Place(int index)
    {
        var place = _head + index;
        return place < _items!.Length ? place : place - _items.Length;
    }

    private void SetCount(int count)
    {
        Volatile.Write(ref _count, count);
        if (count == 0 && _items is not null)
        {
            ArrayPool<T>.Shared.Return(_items);
            _items = null;
            _head = 0;
        }
    }

    private void MakeRoom()
    {
        if (_items is null)
        {
            _items = ArrayPool<T>.Shared.Rent(FirstSize);
            _items[0] = _only;
            _only = default!;
        }
        else if (_count == _items.Length)
        {
            Grow(_items);
        }
    }

    private void Grow(T[] items)
    {
        var larger = ArrayPool<T>.Shared.Rent(items.Length * 2);
        var untilEnd = Math.Min(_count, items.Length - _head);
        Array.Copy(items, _head, larger, 0, untilEnd);
        Array.Copy(items, 0, larger, untilEnd, _count - untilEnd);
        Array.Clear(items);
        ArrayPool<T>.Shared.Return(items);
        _items = larger;
        _head = 0;
    }
}
