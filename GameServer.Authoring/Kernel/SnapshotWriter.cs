using GameServer.Protocol.Codecs;
using GameServer.Protocol.V1;

namespace GameServer.Authoring.Kernel;

/// <summary>Writes all that a new activation needs of a room. Between turns.</summary>
internal sealed class SnapshotWriter(TurnScope scope, IUpdateStream stream)
{
    internal byte[] Write()
    {
        var target = new FrameWriter();
        target.WriteNumber(RoomSnapshot.TypeVersionFieldNumber, (ulong)scope.Settings.Version);
        target.WriteNumber(RoomSnapshot.VersionFieldNumber, stream.Version);
        target.WriteNumber(RoomSnapshot.PublishedFieldNumber, stream.LastPublished);
        target.WriteMessage(RoomSnapshot.StateFieldNumber, stream.PublishedState());
        var ledger = target.BeginLength(RoomSnapshot.LedgerFieldNumber);
        target.WriteNumber(TurnRecord.VersionFieldNumber, stream.Version);
        LedgerWriter.WriteTime(TurnRecord.TimeFieldNumber, scope.Now, target);
        scope.Commands.WriteAll(target);
        LedgerWriter.Write(scope, LedgerMark.Nothing, target);
        if (scope.Ledger.End is { } end)
        {
            LedgerWriter.WriteEnd(end.Reason, target);
        }

        target.EndLength(ledger);
        foreach (var row in scope.Epochs.Rows)
        {
            target.WriteMessage(RoomSnapshot.EpochsFieldNumber, row);
        }

        return target.Written.ToArray();
    }
}
