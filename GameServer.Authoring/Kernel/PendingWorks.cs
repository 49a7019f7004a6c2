namespace GameServer.Authoring.Kernel;

/// <summary>The work outside the room whose outcome it waits for.</summary>
internal sealed class PendingWorks(TurnScope scope)
{
    internal long Expect(PendingWork work)
    {
        var ledger = scope.Ledger;
        if (ledger.Work.Count >= PendingWork.CountMax)
        {
            throw new InvalidOperationException($"A room waits for at most {PendingWork.CountMax:N0} outcomes at a time.");
        }

        var id = ledger.NextWorkId;
        scope.Ledger = ledger with { Work = ledger.Work.Add(id, work), NextWorkId = id + 1 };
        return id;
    }

    /// <summary>Takes what was to be done with the outcome; null when it is not waited for any more.</summary>
    internal PendingWork? Take(long id)
    {
        var ledger = scope.Ledger;
        if (!ledger.Work.TryGetValue(id, out var work))
        {
            return null;
        }

        scope.Ledger = ledger with { Work = ledger.Work.Remove(id) };
        return work;
    }
}
