namespace GameServer.Bench.Chaos.Oracle;

/// <summary>
/// Exactly once, in order, for everybody, through whatever was done to the cluster: found or not found in what clients wrote down. It asks
/// neither servers nor the store, and knows nothing of either.
/// </summary>
internal static class ChaosOracle
{
    internal static ChaosVerdict Judge(ChaosEvidence evidence)
    {
        var book = new FaultBook();
        var members = evidence.Rooms.Select(journal => new MemberReading(journal, book)).ToList();
        var sent = members.GroupBy(member => member.Journal.Key).ToDictionary(key => key.Key, HighestSent);
        foreach (var room in members.GroupBy(member => member.Journal.Room))
        {
            new RoomCheck([.. room], sent[room.First().Journal.Key], book).Run();
        }

        var failover = new FailoverMeter(evidence);
        return new ChaosVerdict
        {
            Faults = book.Faults,
            DroppedSockets = SocketCheck.Dropped(evidence),
            FallenNodes = [.. evidence.Troubles.OfType<Trouble.Fell>().Select(fell => $"node {fell.Node} fell: {fell.Why}")],
            Acknowledged = members.Sum(member => member.AcknowledgedCount),
            AcknowledgedInCommitted =
                members.Where(member => member.Journal.Kind == RoomKind.Committed).Sum(member => member.AcknowledgedCount),
            Seen = members.Sum(member => member.SeenCount),
            Rooms = members.Select(member => member.Journal.Room).Distinct().Count(),
            Kills = evidence.Troubles.OfType<Trouble.Killed>().Count(),
            Failover = failover.AfterKills(),
            FailoverOfFrozen = failover.AfterFreezes(),
            OfEachLoss = failover.OfEachLoss(),
            Gaps = GapMeter.Of(evidence),
            ToldUndone = members.Sum(member => member.Undone),
            ToldLost = members.Count(member => member.HasLeft),
        };
    }

    private static Dictionary<uint, ulong> HighestSent(IEnumerable<MemberReading> members) => members
        .GroupBy(member => member.Journal.Writer)
        .ToDictionary(writer => writer.Key, writer => writer.SelectMany(member => member.Sent).DefaultIfEmpty().Max());
}
