using System.Reflection;
using System.Runtime.CompilerServices;
using Google.Protobuf.Collections;

namespace GameServer.Authoring.Diff;

/// <summary>
/// Walks the rows of a map without its enumerator, which costs an allocation and two interface calls per row: a tick walks all entities
/// of its room. The runtime keeps the rows in a linked list; should another version of it not, the rows are copied into one.
/// </summary>
internal static class MapNodes<TKey, TValue>
    where TKey : notnull
{
    /// <summary>Whether the runtime has the list.</summary>
    internal static bool AreDirect { get; } =
        typeof(MapField<TKey, TValue>).GetField("list", BindingFlags.Instance | BindingFlags.NonPublic)?.FieldType
            == typeof(LinkedList<KeyValuePair<TKey, TValue>>);

    /// <summary>The first row; the order is that of the map. Void once the map has changed.</summary>
    internal static LinkedListNode<KeyValuePair<TKey, TValue>>? First(MapField<TKey, TValue> map) =>
        AreDirect ? List(map).First : Copied(map);

    internal static LinkedListNode<KeyValuePair<TKey, TValue>>? Copied(MapField<TKey, TValue> map) =>
        new LinkedList<KeyValuePair<TKey, TValue>>(map).First;

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "list")]
    private static extern ref LinkedList<KeyValuePair<TKey, TValue>> List(MapField<TKey, TValue> map);
}
