namespace GameServer.Bench.Chaos.Oracle;

/// <summary>Connections that ended although nothing had been done to their gateway that ends connections.</summary>
internal static class SocketCheck
{
    /// <summary>How long after its cause an end may be noticed.</summary>
    internal static readonly TimeSpan NoticeMax = TimeSpan.FromSeconds(5);

    /// <summary>How late a client may write down that it is welcome.</summary>
    private static readonly TimeSpan UpLateMax = TimeSpan.FromMilliseconds(250);

    internal static IReadOnlyList<string> Dropped(ChaosEvidence evidence)
    {
        List<string> dropped = [];
        foreach (var journal in evidence.Lines)
        {
            dropped.AddRange(
                from line in journal.Lines()
                where line.Down is not null && !evidence.Troubles.Any(trouble => Explains(trouble, line, evidence.SilenceMax))
                select $"{journal}: its connection to gateway {line.Gateway} ended at {line.Down!.Value.TotalSeconds:N3} s, "
                    + "and nothing had been done to it");
            dropped.AddRange(
                from entry in journal.Entries
                let what = entry switch
                {
                    LineEntry.Over over => $"the session ended: {over.Why}",
                    LineEntry.Complaint complaint => $"the server complained: {complaint.What}",
                    _ => null,
                }
                where what is not null
                select $"{journal}: {what}");
        }

        return dropped;
    }

    private static bool Explains(Trouble trouble, Line line, TimeSpan silenceMax)
    {
        var down = line.Down!.Value;
        return trouble switch
        {
            Trouble.Killed killed => killed.Node == line.Gateway && Ended(killed.At, killed.Until, line.Up, down),
            Trouble.Stopped stopped => stopped.Node == line.Gateway && Ended(stopped.At, stopped.Until, line.Up, down),

            // It may also be the gateway that finds, when it goes on, that it has heard nothing for so long.
            Trouble.Frozen frozen => frozen.Node == line.Gateway
                && frozen.Until - frozen.At >= silenceMax
                && line.Up <= frozen.Until && frozen.At <= down && down <= frozen.Until + NoticeMax,
            Trouble.Links or Trouble.Database or Trouble.Fell => false,
            _ => throw new InvalidOperationException($"{trouble} has no rule."),
        };
    }

    // A connection of before, or one made while the node was on its way out or in.
    private static bool Ended(TimeSpan at, TimeSpan until, TimeSpan up, TimeSpan down) =>
        at <= down && ((up <= at + UpLateMax && down <= until + NoticeMax) || (up <= until && down <= until));
}
