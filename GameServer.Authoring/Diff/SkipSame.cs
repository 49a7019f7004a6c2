namespace GameServer.Authoring.Diff;

/// <summary>
/// Goes along a map and its published rows side by side as long as the keys are the same and the values surely too. Returns the index of
/// the first row where it stopped, or <paramref name="to"/>; <paramref name="live"/> stands there as well, or is null after the last.
/// </summary>
internal delegate int SkipSame<TKey, TValue, TStored>(
    ref LinkedListNode<KeyValuePair<TKey, TValue>>? live, MapRow<TKey, TStored>[] rows, int from, int to);
