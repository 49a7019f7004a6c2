using GameServer.Authoring.Kernel;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Rooms;
using Google.Protobuf;

namespace GameServer;

/// <summary>What the store shows of a room at a moment. A closed set.</summary>
internal abstract record RoomsSight
{
    private const int EntriesMax = 1_000_000;
    private const long BytesMax = int.MaxValue;

    private RoomsSight()
    {
    }

    internal sealed record Seen(RoomRow Row, RoomClass Class, RoomPast Past) : RoomsSight;

    /// <param name="Cause">For programs.</param>
    /// <param name="Why">A sentence.</param>
    internal sealed record Unseen(UnseenCause Cause, string Why) : RoomsSight;

    /// <param name="desk">Where it is looked for.</param>
    /// <param name="room">Which.</param>
    /// <param name="moment">When; null: as it is stored now.</param>
    /// <param name="cancel">Ends the search.</param>
    internal static async Task<RoomsSight> LookAsync(RoomsDesk desk, RoomId room, RoomsMoment? moment, CancellationToken cancel)
    {
        if (await desk.Store.FindAsync(room, cancel).ConfigureAwait(false) is not { } row)
        {
            return new Unseen(UnseenCause.NoRoom, RoomsDesk.NoRoom(room));
        }

        if (!desk.Classes.TryGetValue(row.Type, out var type))
        {
            return new Unseen(
                UnseenCause.UnknownType,
                $"Room '{room.Value}' is of type '{row.Type.Value}', which this program does not have; run the game's own.");
        }

        if (row.LogFormat > Release.Present.LogFormat)
        {
            return new Unseen(
                UnseenCause.NewerFormat,
                $"The history of room '{room.Value}' has the format {row.LogFormat}, which is later than {Release.Present.LogFormat}; "
                + "take a program of the release that runs it.");
        }

        var version = moment switch
        {
            null => row.Version,
            RoomsMoment.AtVersion at => at.Version,
            RoomsMoment.AtTime at => await VersionAtAsync(desk.Store, row, at.Time, cancel).ConfigureAwait(false),
            var other => throw new InvalidOperationException($"{other} is no moment."),
        };
        if (version.Value > row.Version.Value)
        {
            return new Unseen(
                UnseenCause.NotYet, $"Room '{room.Value}' is at version {row.Version.Value}; it has not come to {version.Value} yet.");
        }

        var history = await desk.Store.ReadHistoryAsync(room, version, cancel).ConfigureAwait(false);
        try
        {
            return RoomPast.At(history, version, type.Schema.State) switch
            {
                RoomPastAnswer.Found found => new Seen(row, type, found.Past),
                RoomPastAnswer.NotKept not => new Unseen(
                    UnseenCause.NotKept, $"Room '{room.Value}' can't be shown as it was then: {not.Why}."),
                var other => throw new InvalidOperationException($"{other} is no answer."),
            };
        }
        catch (InvalidProtocolBufferException cause)
        {
            return new Unseen(UnseenCause.Damaged, $"Room '{room.Value}' can't be read: {cause.Message}");
        }
    }

    // The last entry that ended by then; the next one may hold some more turns that had run.
    private static async Task<RoomVersion> VersionAtAsync(IRoomStore store, RoomRow row, DateTimeOffset time, CancellationToken cancel)
    {
        var entries = await store.ListHistoryAsync(row.Id, EntriesMax, cancel).ConfigureAwait(false);
        var ended = entries.Where(entry => entry.At <= time).Select(entry => entry.Version.Value).DefaultIfEmpty().Max();
        var next = entries.FirstOrDefault(entry => !entry.IsSnapshot && entry.Version.Value > ended);
        if (next == default)
        {
            return new RoomVersion(ended);
        }

        var records = await store.ReadLogAsync(row.Id, new RoomVersion(ended), next.Version, BytesMax, cancel).ConfigureAwait(false);
        var until = (time - DateTimeOffset.UnixEpoch).Ticks;
        return new RoomVersion(records
            .SelectMany(record => RoomRecord.Parser.ParseFrom(record.Turns.Span).Turns)
            .Where(turn => turn.Time <= until)
            .Select(turn => turn.Version)
            .Append(ended)
            .Max());
    }
}

/// <summary>Why the store does not show a room.</summary>
internal enum UnseenCause
{
    /// <summary>There is no such room.</summary>
    NoRoom,

    /// <summary>This program does not have its type.</summary>
    UnknownType,

    /// <summary>A later release wrote it.</summary>
    NewerFormat,

    /// <summary>It has not come to that version.</summary>
    NotYet,

    /// <summary>So much of its past is not kept.</summary>
    NotKept,

    /// <summary>What is stored is no history.</summary>
    Damaged,
}
