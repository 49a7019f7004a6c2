using GameServer.Protocol.Patches;
using Google.Protobuf;

namespace GameServer.Client;

/// <summary>Tells of the rows of one map field of a room's state. Subscribe where callbacks run, or before the room is joined.</summary>
/// <typeparam name="TKey">The map's key.</typeparam>
/// <typeparam name="TRow">The map's value.</typeparam>
public sealed class RowWatch<TKey, TRow> : IDisposable
    where TKey : notnull
{
    private readonly int _fieldNumber;
    private readonly Func<IMessage> _state;

    internal RowWatch(int fieldNumber, Func<IMessage> state) => (_fieldNumber, _state) = (fieldNumber, state);

    /// <summary>A row has appeared.</summary>
    public event Action<TKey, TRow>? Added;

    /// <summary>A row, or something in it, has changed.</summary>
    public event Action<TKey, TRow>? Changed;

    /// <summary>A row has gone.</summary>
    public event Action<TKey>? Removed;

    internal IDisposable? Subscription { get; set; }

    /// <inheritdoc />
    public void Dispose() => Subscription?.Dispose();

    internal void Tell(StateChanges changes)
    {
        IDictionary<TKey, TRow>? rows = null;
        foreach (var change in changes.Changes)
        {
            if (change.Parent is not null || change.Field.FieldNumber != _fieldNumber || change.Key is not TKey key)
            {
                continue;
            }

            rows ??= (IDictionary<TKey, TRow>)change.Field.Accessor.GetValue(_state());
            switch (change.Kind)
            {
                case PatchChangeKind.Added:
                    Added?.Invoke(key, rows[key]);
                    break;
                case PatchChangeKind.Changed:
                    Changed?.Invoke(key, rows[key]);
                    break;
                case PatchChangeKind.Removed:
                    Removed?.Invoke(key);
                    break;
            }
        }
    }
}
