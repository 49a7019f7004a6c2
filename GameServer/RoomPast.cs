using GameServer.Protocol.Identity;
using GameServer.Protocol.Patches;
using GameServer.Protocol.V1;
using GameServer.Rooms;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace GameServer;

/// <summary>
/// A room as it was right after one turn, put together from what the store keeps of it. None of the author's code runs. Belongs to the
/// caller.
/// </summary>
internal sealed class RoomPast
{
    private RoomPast(IMessage state, RoomSnapshot snapshot)
    {
        State = state;
        TypeVersion = (int)snapshot.TypeVersion;
        Version = new RoomVersion(snapshot.Version);
        Epoch = new Epoch(snapshot.Epochs.Count > 0 ? snapshot.Epochs[^1].Epoch : 0);
        Beside.Take(snapshot.Ledger ?? new TurnRecord());
    }

    internal IMessage State { get; private set; }

    /// <summary>All that is not state.</summary>
    internal LedgerPast Beside { get; } = new();

    /// <summary>Of the newest turn that counts.</summary>
    internal RoomVersion Version { get; private set; }

    /// <summary>Of the activation that ran it; 0: not told.</summary>
    internal Epoch Epoch { get; private set; }

    /// <summary>Of the room type that wrote the last snapshot before; 0: there was none.</summary>
    internal int TypeVersion { get; }

    /// <summary>Takes the newest snapshot of the history and the turns after it, up to the version.</summary>
    internal static RoomPastAnswer At(StoredHistory history, RoomVersion upTo, MessageDescriptor state)
    {
        var past = Of(history.Snapshot, state);
        foreach (var record in history.Records)
        {
            if (RoomRecord.Parser.ParseFrom(record.Turns.Span) is var turns && past.Gap(turns) is { } gap)
            {
                return gap;
            }

            foreach (var turn in turns.Turns.Where(turn => turn.Version > past.Version.Value && turn.Version <= upTo.Value))
            {
                if (past.Take(turn, record.Epoch) is var result && result != PatchResult.Applied)
                {
                    return new RoomPastAnswer.NotKept($"the patch of version {turn.Version} does not apply: {result}");
                }
            }
        }

        return past.Version == default
            ? new RoomPastAnswer.NotKept("nothing so old is kept of it")
            : new RoomPastAnswer.Found(past);
    }

    /// <summary>The room as a snapshot has it.</summary>
    internal static RoomPast Of(ReadOnlyMemory<byte> bytes, MessageDescriptor state)
    {
        var snapshot = RoomSnapshot.Parser.ParseFrom(bytes.Span);
        return new RoomPast(state.Parser.ParseFrom(snapshot.State), snapshot);
    }

    /// <summary>The beginning of another room: this state, its timers, properties, random position and ticks; no member.</summary>
    internal RoomSnapshot ToFork(long now) => new()
    {
        TypeVersion = (uint)TypeVersion,
        Version = Version.Value,
        Published = Version.Value,
        State = State.ToByteString(),
        Ledger = Beside.ToFork(Version, now),
    };

    // Each turn has the version after the one before.
    private RoomPastAnswer.NotKept? Gap(RoomRecord record) => record.Turns.Count > 0 && record.Turns[0].Version > Version.Value + 1
        ? new RoomPastAnswer.NotKept($"the log from version {Version.Value + 1} to {record.Turns[0].Version - 1} is not kept")
        : null;

    private PatchResult Take(TurnRecord turn, Epoch epoch)
    {
        (Version, Epoch) = (new RoomVersion(turn.Version), epoch);
        Beside.Take(turn);
        if (turn.Update is { Snapshot: true })
        {
            State = State.Descriptor.Parser.ParseFrom([]);
        }

        return turn.Update?.Patch is { } patch ? StatePatchApplier.Apply(State, patch) : PatchResult.Applied;
    }
}

/// <summary>What comes of looking for a room's past. A closed set.</summary>
internal abstract record RoomPastAnswer
{
    private RoomPastAnswer()
    {
    }

    internal sealed record Found(RoomPast Past) : RoomPastAnswer;

    /// <param name="Why">Half a sentence.</param>
    internal sealed record NotKept(string Why) : RoomPastAnswer;
}
