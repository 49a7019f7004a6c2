using GameServer.Protocol.V1;
using Google.Protobuf;

namespace GameServer.Authoring.Kernel;

/// <summary>
/// Brings a fresh kernel to where its room's history leads: the snapshot, then record after record. Before the first turn.
/// </summary>
internal sealed class RoomLoader(TurnScope scope, IUpdateStream stream, RoomAuthor author)
{
    private readonly LedgerReader _ledger = new(scope);

    /// <returns>The room was upcast.</returns>
    /// <exception cref="RoomHistoryException">The history can't be read or applied, or the room has ended.</exception>
    internal bool Load(RoomHistory history)
    {
        try
        {
            Read(history);
            return Upcast(history.TypeVersion);
        }
        catch (Exception cause) when (
            cause is InvalidProtocolBufferException or ArgumentException or OverflowException or InvalidOperationException)
        {
            throw new RoomHistoryException($"The history of room {scope.Birth.Id} can't be applied: {cause.Message}", cause);
        }
    }

    private void Read(RoomHistory history)
    {
        var settings = scope.Settings;
        if (history.TypeVersion > settings.Version || history.TypeVersion < settings.EldestVersion)
        {
            throw new RoomHistoryException(
                $"Version {history.TypeVersion} of the room type wrote the room; "
                + $"versions {settings.EldestVersion} to {settings.Version} are known.");
        }

        if (!history.Snapshot.IsEmpty)
        {
            Read(RoomSnapshot.Parser.ParseFrom(history.Snapshot.Span));
        }

        foreach (var record in history.Records)
        {
            foreach (var turn in RoomRecord.Parser.ParseFrom(record.Record.Span).Turns.Where(turn => turn.Version > stream.Version))
            {
                scope.Epochs.Add(record.Epoch.Value, stream.Version);
                stream.Load(turn);
                _ledger.Read(turn);
            }
        }

        if (history.LeadsTo is { } to && to.Value != stream.Version)
        {
            throw new RoomHistoryException($"The history leads to version {stream.Version}; the room was at {to}.");
        }

        stream.EndLoading(scope.Now);
        _ledger.End();
        if (scope.Epochs.Last >= scope.Birth.Epoch.Value)
        {
            throw new RoomHistoryException(
                $"Epoch {scope.Epochs.Last} has written the room; epoch {scope.Birth.Epoch} can't come after it.");
        }

        scope.Epochs.Add(scope.Birth.Epoch.Value, stream.Version);
    }

    private void Read(RoomSnapshot snapshot)
    {
        if (snapshot.Published > snapshot.Version || snapshot.Ledger is null)
        {
            throw new RoomHistoryException($"The snapshot of version {snapshot.Version} is damaged.");
        }

        stream.Load(snapshot);
        _ledger.Read(snapshot.Ledger);
        foreach (var row in snapshot.Epochs)
        {
            scope.Epochs.Add(row.Epoch, row.Version);
        }
    }

    private bool Upcast(int fromVersion)
    {
        if (fromVersion == scope.Settings.Version)
        {
            return false;
        }

        try
        {
            author.OnUpcast(fromVersion);
        }
        catch (Exception cause)
        {
            throw new RoomHistoryException($"OnUpcast from version {fromVersion} failed: {cause.Message}", cause);
        }

        if (!scope.Output.IsEmpty || !scope.Ledger.Work.IsEmpty || scope.Ledger.End is not null)
        {
            throw new RoomHistoryException("OnUpcast can change the state, timers and properties; it can't send, kick, await or close.");
        }

        stream.TakeVersion();
        if (stream.Diff(out var bytes))
        {
            if (bytes > scope.Settings.StateBytesMax)
            {
                throw new RoomHistoryException(
                    $"OnUpcast made a state of {bytes:N0} bytes; StateBytesMax is {scope.Settings.StateBytesMax:N0}.");
            }

            stream.Publish(scope.Output, null, scope.Now, new Protocol.Codecs.FrameWriter());
        }

        return true;
    }
}
