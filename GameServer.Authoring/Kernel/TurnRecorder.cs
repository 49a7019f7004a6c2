using GameServer.Protocol.Codecs;
using GameServer.Protocol.V1;

namespace GameServer.Authoring.Kernel;

/// <summary>
/// Writes the log of a committed room: what each turn that took a version has changed since the record before. On the room's turn.
/// </summary>
internal sealed class TurnRecorder(TurnScope scope, IUpdateStream stream)
{
    private LedgerMark _recorded = LedgerMark.Of(scope);

    /// <param name="published">What the turn has published.</param>
    /// <param name="ended">Why the room has ended; null: it has not.</param>
    /// <param name="target">Takes an element of a RoomRecord.</param>
    internal void Record(Published published, string? ended, FrameWriter target)
    {
        var turn = target.BeginLength(RoomRecord.TurnsFieldNumber);
        target.WriteNumber(TurnRecord.VersionFieldNumber, stream.Version);
        LedgerWriter.WriteTime(TurnRecord.TimeFieldNumber, scope.Now, target);
        if (!published.Element.IsEmpty)
        {
            target.WriteBytes(TurnRecord.UpdateFieldNumber, published.Element.Span[^stream.UpdateBytes..]);
        }

        if (published.Direct is { } direct)
        {
            WriteDirect(direct, target);
        }

        scope.Commands.WriteChanges(target);
        LedgerWriter.Write(scope, _recorded, target);
        if (ended is not null)
        {
            LedgerWriter.WriteEnd(ended, target);
        }

        target.EndLength(turn);
        _recorded = LedgerMark.Of(scope);
    }

    private static void WriteDirect(Dictionary<uint, List<DirectEvent>> direct, FrameWriter target)
    {
        foreach (var (number, events) in direct)
        {
            foreach (var own in events)
            {
                var row = target.BeginLength(TurnRecord.DirectFieldNumber);
                target.WriteNumber(MemberEvent.PlayerNumberFieldNumber, number);
                target.WriteMessage(MemberEvent.EventFieldNumber, own);
                target.EndLength(row);
            }
        }
    }
}
