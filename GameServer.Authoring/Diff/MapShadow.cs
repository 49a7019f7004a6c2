namespace GameServer.Authoring.Diff;

/// <summary>What was published of a map: its rows in the order of the live map, so that both are walked side by side.</summary>
internal sealed class MapShadow<TKey, TStored> : Shadow
{
    private List<MapRow<TKey, TStored>> _proposed;

    internal MapShadow(List<MapRow<TKey, TStored>> rows, Measured measured)
    {
        Rows = rows;
        _proposed = rows;
        Begin(measured);
    }

    internal List<MapRow<TKey, TStored>> Rows { get; private set; }

    internal void Propose(List<MapRow<TKey, TStored>> rows, Measured measured)
    {
        _proposed = rows;
        Pending = measured;
    }

    protected override void CommitContent() => Rows = _proposed;
}
