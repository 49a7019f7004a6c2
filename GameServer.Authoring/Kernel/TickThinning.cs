namespace GameServer.Authoring.Kernel;

/// <summary>
/// While a room is overloaded, a turn that only ticked mostly stays open: what it changed is diffed, published and recorded by a later
/// turn, together with that one's. Nothing of it has left the room until then, so whatever undoes the later turn undoes it too, as if its
/// ticks had not come yet: they are run again as one with a longer Elapsed. On the room's turn.
/// </summary>
internal sealed class TickThinning(TurnScope scope)
{
    private TurnMark? _began;
    private int _open;

    /// <summary>Where the turn that runs now begins: with the first of those that are open.</summary>
    internal TurnMark Begin() => _began ?? scope.Mark();

    /// <summary>The steps of a turn that began at the mark have run: whether it stays open.</summary>
    /// <param name="mark">Where it began.</param>
    /// <param name="isTimed">Nothing had arrived for it.</param>
    internal bool StaysOpen(TurnMark mark, bool isTimed)
    {
        if (!isTimed || scope.Ledger.Load == RoomLoad.Calm || _open + 1 >= PublishedEvery(scope.Ledger.Load) || !mark.IsStill(scope))
        {
            End();
            return false;
        }

        _open++;
        _began = mark;
        return true;
    }

    /// <summary>The turn ends, or is undone: nothing is open any more.</summary>
    internal void End() => (_began, _open) = (null, 0);

    /// <summary>Reads the room as it is without the ticks that are open.</summary>
    internal byte[] ReadEnded(Func<byte[]> read)
    {
        if (_began is not { } began)
        {
            return read();
        }

        var present = (scope.Ticks, scope.Random.Position);
        (scope.Ticks, scope.Random.Position) = (began.Ticks, began.Random);
        var ended = read();
        (scope.Ticks, scope.Random.Position) = present;
        return ended;
    }

    private static int PublishedEvery(RoomLoad load) => load switch
    {
        RoomLoad.Calm => 1,
        RoomLoad.High => 2,
        RoomLoad.Severe => 4,
    };
}
