namespace GameServer.Telemetry;

/// <summary>How much has gone through this node since it started. Written and read from any thread.</summary>
internal sealed class Traffic
{
    private long _commands;
    private long _deliveries;

    /// <summary>Commands that reached a room's mailbox.</summary>
    internal long Commands => Interlocked.Read(ref _commands);

    /// <summary>Updates put into members' outboxes: one for each member.</summary>
    internal long Deliveries => Interlocked.Read(ref _deliveries);

    internal void CountCommand() => Interlocked.Increment(ref _commands);

    internal void CountDeliveries(int members) => Interlocked.Add(ref _deliveries, members);
}
