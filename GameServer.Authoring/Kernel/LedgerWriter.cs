using GameServer.Protocol.Codecs;
using GameServer.Protocol.V1;
using Google.Protobuf;

namespace GameServer.Authoring.Kernel;

/// <summary>Writes what has changed of a room's ledger into a TurnRecord in the making. On the room's turn.</summary>
internal static class LedgerWriter
{
    internal static void Write(TurnScope scope, LedgerMark elder, FrameWriter target)
    {
        var ledger = scope.Ledger;
        if (!ReferenceEquals(ledger.Roster, elder.Roster))
        {
            WriteMembers(ledger, elder, target);
        }

        if (!ReferenceEquals(ledger.Timers, elder.Timers))
        {
            WriteTimers(ledger, elder, target);
        }

        if (!ReferenceEquals(ledger.Seats, elder.Seats))
        {
            WriteSeats(ledger, elder, target);
        }

        if (!ReferenceEquals(scope.Properties.Values, elder.Properties))
        {
            target.WriteMessage(TurnRecord.PropertiesFieldNumber, new PropertiesRow { Values = { scope.Properties.Values } });
        }

        if (scope.Random.Position is var random && random != elder.Random)
        {
            var row = target.BeginLength(TurnRecord.RandomFieldNumber);
            target.WriteFixed64(RandomRow.S0FieldNumber, random.S0);
            target.WriteFixed64(RandomRow.S1FieldNumber, random.S1);
            target.WriteFixed64(RandomRow.S2FieldNumber, random.S2);
            target.WriteFixed64(RandomRow.S3FieldNumber, random.S3);
            target.EndLength(row);
        }

        target.WriteNumber(TurnRecord.TickFieldNumber, scope.LastTick);
        if (ledger.Roster.NextNumber != elder.Roster.NextNumber)
        {
            target.WriteNumber(TurnRecord.NextPlayerNumberFieldNumber, ledger.Roster.NextNumber);
        }

        WriteTime(TurnRecord.EmptySinceFieldNumber, ledger.EmptySince, target);
    }

    /// <summary>0 stands for none.</summary>
    internal static void WriteTime(int field, DateTimeOffset? time, FrameWriter target)
    {
        var value = time is { } known ? RecordTime.Of(known) : 0;
        target.WriteNumber(field, (ulong)((value << 1) ^ (value >> 63)));
    }

    /// <summary>An empty reason counts too.</summary>
    internal static void WriteEnd(string reason, FrameWriter target)
    {
        target.WriteTag(TurnRecord.EndedFieldNumber, WireFormat.WireType.LengthDelimited);
        target.WriteText(reason);
    }

    private static void WriteMembers(RoomLedger ledger, LedgerMark elder, FrameWriter target)
    {
        foreach (var member in elder.Roster.Members.Where(member => ledger.Roster.Find(member.Number) is null))
        {
            target.WriteMessage(TurnRecord.MembersFieldNumber, new MemberRow { PlayerNumber = member.Number, Removed = true });
        }

        foreach (var member in ledger.Roster.Members.Where(member => !elder.Has(member, ledger)))
        {
            target.WriteMessage(TurnRecord.MembersFieldNumber, Row(member, ledger));
        }
    }

    private static MemberRow Row(Member member, RoomLedger ledger)
    {
        var row = new MemberRow
        {
            PlayerNumber = member.Number,
            PlayerId = member.Player.Id.Value,
            Name = member.Player.Name,
            Rights = { member.Player.Rights.Order(StringComparer.Ordinal) },
            IsGuest = member.Player.IsGuest,
            IsHere = member.IsHere || ledger.Stranded.Contains(member.Number),
            Node = member.Address.Node.Value,
            SessionId = member.Address.Session.Value,
            Generation = member.Address.Generation.Value,
        };
        if (ledger.Roster.Graces.Find(member.Number) is { } grace)
        {
            row.GraceUntil = RecordTime.Of(grace.Due);
        }

        return row;
    }

    private static void WriteTimers(RoomLedger ledger, LedgerMark elder, FrameWriter target)
    {
        foreach (var entry in elder.Timers.InOrder.Where(entry => ledger.Timers.Find(entry.Key) is null))
        {
            target.WriteMessage(TurnRecord.TimersFieldNumber, new TimerRow { Key = entry.Key, Removed = true });
        }

        foreach (var entry in ledger.Timers.InOrder.Where(entry => elder.Timers.Find(entry.Key) != entry))
        {
            var row = new TimerRow { Key = entry.Key, Due = RecordTime.Of(entry.Due), Command = entry.Value };
            target.WriteMessage(TurnRecord.TimersFieldNumber, row);
        }
    }

    private static void WriteSeats(RoomLedger ledger, LedgerMark elder, FrameWriter target)
    {
        foreach (var entry in elder.Seats.InOrder.Where(entry => ledger.Seats.Find(entry.Key) is null))
        {
            target.WriteMessage(TurnRecord.SeatsFieldNumber, new SeatRow { Seat = entry.Key, Removed = true });
        }

        foreach (var entry in ledger.Seats.InOrder.Where(entry => elder.Seats.Find(entry.Key) != entry))
        {
            var row = new SeatRow { Seat = entry.Key, Until = RecordTime.Of(entry.Due) };
            if (entry.Value is { } only)
            {
                row.PlayerId = only.Value;
            }

            target.WriteMessage(TurnRecord.SeatsFieldNumber, row);
        }
    }
}
