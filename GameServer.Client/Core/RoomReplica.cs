using GameServer.Protocol.Identity;
using GameServer.Protocol.Patches;
using GameServer.Protocol.V1;
using Google.Protobuf;

namespace GameServer.Client.Core;

/// <summary>
/// A member's copy of one room: its state, its position in the room's updates, what is held for later, and the member's commands. Pure:
/// frames in, effects out; the caller says what time it is.
/// </summary>
internal sealed class RoomReplica
{
    private readonly MessageParser _stateParser;
    private readonly MessageParser _eventParser;
    private readonly List<MemberUpdate> _held = [];
    private readonly ulong _fingerprint;
    private bool _comparesHashes;
    private bool _doubted;
    private bool _eventsMissed;

    internal RoomReplica(string id, string type, MessageParser stateParser, MessageParser eventParser)
    {
        (Id, Type, _stateParser, _eventParser) = (id, type, stateParser, eventParser);
        State = NewState();
        _fingerprint = SchemaFingerprint.Of(State.Descriptor);
    }

    internal string Id { get; }

    internal string Type { get; }

    internal uint Number { get; private set; }

    internal uint PlayerNumber { get; private set; }

    /// <summary>Of the newest time that the room came back older; 0: it never did.</summary>
    internal ulong RewoundEpoch { get; set; }

    internal ReplicaPhase Phase { get; private set; } = ReplicaPhase.Detached;

    /// <summary>The room has been attached on the present connection: its number counts, and the gateway knows where it is.</summary>
    internal bool IsAttached => Phase is not (ReplicaPhase.Detached or ReplicaPhase.Left);

    internal ulong Epoch { get; private set; }

    /// <summary>Null before the first snapshot and after the room came back older: whatever was known is of no use to the room.</summary>
    internal ulong? Version { get; private set; }

    /// <summary>The live state; another object after every snapshot.</summary>
    internal IMessage State { get; private set; }

    internal CommandWindow Commands { get; } = new();

    /// <summary>Who is told what happens here; null until the program has its handle.</summary>
    internal IRoomSink? Sink { get; set; }

    internal int HashMismatches { get; private set; }

    /// <summary>Client and room disagree about command numbers; attaching anew settles it.</summary>
    internal bool IsOutOfStep { get; private set; }

    /// <summary>What the client tells of itself when it resumes and in heartbeats; null when it wants a snapshot.</summary>
    internal RoomPosition? Position => Version is not { } version
        ? null
        : new RoomPosition { RoomId = Id, Room = Number, Epoch = Epoch, Version = version, RepliesSeen = Commands.RepliesSeen.Value };

    /// <summary>The connection is gone.</summary>
    internal void Detach()
    {
        if (Phase != ReplicaPhase.Left)
        {
            Phase = ReplicaPhase.Detached;
        }

        _held.Clear();
        IsOutOfStep = false;
        Commands.Detach();
    }

    /// <summary>The member's connection receives the room from here on.</summary>
    internal void Attach(RoomAttached attached, List<ClientEffect> effects)
    {
        _held.Clear();
        (Number, PlayerNumber, Epoch) = (attached.Room, attached.PlayerNumber, attached.Epoch);
        _comparesHashes = attached.SchemaFingerprint == _fingerprint;
        if (attached.Rewound is not null)
        {
            Version = null;
            RewoundEpoch = attached.Epoch;
            effects.Add(new ClientEffect.CameBackOlder(this, ToInfo(attached.Rewound)));
        }

        if (attached.EventsLost)
        {
            effects.Add(new ClientEffect.EventsLost(this));
        }

        // With a position the room sends all that is missing, also what this client lost track of.
        _eventsMissed &= Version is null;
        Phase = Version is null ? ReplicaPhase.AwaitingSnapshot : ReplicaPhase.Following;
        effects.Add(new ClientEffect.Attached(this));
        effects.AddRange(Commands.Attach(attached.LastApplied).Select(told => new ClientEffect.Answered(told.Command, told.Verdict)));
    }

    /// <summary>True when a snapshot must be asked for again: the room was attached anew while the state was in doubt.</summary>
    internal bool IsStillInDoubt => _doubted && Phase == ReplicaPhase.Following;

    /// <summary>The state is in doubt and a snapshot is being asked for.</summary>
    internal void Doubt() => Phase = ReplicaPhase.Doubting;

    /// <summary>Takes one step of the room. The answer is what to ask the room for, if anything.</summary>
    internal SnapshotRequest.Types.Cause? Take(RoomUpdate update, List<ClientEffect> effects)
    {
        if (!IsAttached || update.Epoch < Epoch)
        {
            return null;
        }

        if (update.Snapshot)
        {
            return Replace(update, effects);
        }

        if (Phase == ReplicaPhase.AwaitingSnapshot || (update.Epoch == Epoch && update.Version <= Version))
        {
            return null;
        }

        if (update.Epoch != Epoch || update.BaseVersion != Version)
        {
            return LoseTrack();
        }

        if (update.Patch is not null)
        {
            var recorder = new ChangeRecorder();
            if (StatePatchApplier.Apply(State, update.Patch, recorder) != PatchResult.Applied)
            {
                // The state may be changed in part: no position is true any more.
                Version = null;
                return LoseTrack();
            }

            effects.Add(new ClientEffect.StateChanged(this, recorder.ToChanges()));
        }

        Version = update.Version;
        Release(update, update.Events, effects);
        return CompareHash(update);
    }

    /// <summary>Takes what a turn had for this member only. Its events count only if they are of a version yet to come.</summary>
    internal void Take(MemberUpdate update, List<ClientEffect> effects)
    {
        if (!IsAttached || update.Epoch != Epoch)
        {
            return;
        }

        if (Version is null || update.Version > Version)
        {
            _held.Add(update);
            return;
        }

        TakeResults(update, effects);
    }

    /// <summary>The membership is over.</summary>
    internal void Leave(RoomLeft why, List<ClientEffect> effects)
    {
        Phase = ReplicaPhase.Left;
        _held.Clear();
        effects.AddRange(Commands.End("The room was left.").Select(told => new ClientEffect.Answered(told.Command, told.Verdict)));
        effects.Add(new ClientEffect.Left(this, why));
    }

    private SnapshotRequest.Types.Cause? Replace(RoomUpdate update, List<ClientEffect> effects)
    {
        var next = NewState();
        if (update.Patch is not null && StatePatchApplier.Apply(next, update.Patch) != PatchResult.Applied)
        {
            var error = new Error { Code = ErrorCode.Internal, Room = Number, Message = "A snapshot could not be applied." };
            effects.Add(new ClientEffect.ErrorReceived(error));
            return null;
        }

        var isNew = Version is null || update.Epoch != Epoch || update.Version > Version;
        effects.Add(new ClientEffect.StateChanged(this, ChangeRecorder.Between(State, next)));
        (State, Epoch, Version) = (next, update.Epoch, update.Version);
        (Phase, _doubted) = (ReplicaPhase.Following, false);
        if (_eventsMissed)
        {
            _eventsMissed = false;
            effects.Add(new ClientEffect.EventsLost(this));
        }

        Release(update, isNew ? update.Events : [], effects);
        return CompareHash(update);
    }

    private SnapshotRequest.Types.Cause LoseTrack()
    {
        Phase = ReplicaPhase.AwaitingSnapshot;
        _eventsMissed = true;
        return SnapshotRequest.Types.Cause.WrongBase;
    }

    private SnapshotRequest.Types.Cause? CompareHash(RoomUpdate update)
    {
        if (!update.HasStateHash || !_comparesHashes || Phase == ReplicaPhase.Doubting || StateHash.Compute(State) == update.StateHash)
        {
            return null;
        }

        HashMismatches++;
        if (update.Snapshot)
        {
            // A whole state that hashes otherwise will not hash better the next time.
            _comparesHashes = false;
            return null;
        }

        (Phase, _doubted) = (ReplicaPhase.Doubting, true);
        return SnapshotRequest.Types.Cause.HashMismatch;
    }

    /// <summary>Events in the room's order, then the results: all that was held for the version just reached.</summary>
    private void Release(RoomUpdate update, IReadOnlyList<ByteString> shared, List<ClientEffect> effects)
    {
        var due = _held.Where(held => held.Version <= Version).ToList();
        _held.RemoveAll(held => held.Version <= Version);
        foreach (var earlier in due.Where(held => held.Version < update.Version).SelectMany(held => held.Events))
        {
            AddEvent(earlier.Payload, effects);
        }

        // OrderBy is stable: events after the same shared one stay in the order in which the room sent them.
        var direct = new Queue<DirectEvent>(
            due.Where(held => held.Version == update.Version).SelectMany(held => held.Events).OrderBy(one => one.After));
        for (var index = 0; index < shared.Count; index++)
        {
            AddEventsUpTo((uint)index, direct, effects);
            AddEvent(shared[index], effects);
        }

        AddEventsUpTo(uint.MaxValue, direct, effects);
        foreach (var held in due)
        {
            TakeResults(held, effects);
        }
    }

    private void AddEventsUpTo(uint after, Queue<DirectEvent> direct, List<ClientEffect> effects)
    {
        while (direct.Count > 0 && direct.Peek().After <= after)
        {
            AddEvent(direct.Dequeue().Payload, effects);
        }
    }

    private void AddEvent(ByteString payload, List<ClientEffect> effects)
    {
        try
        {
            effects.Add(new ClientEffect.EventReceived(this, _eventParser.ParseFrom(payload)));
        }
        catch (InvalidProtocolBufferException)
        {
            var error = new Error { Code = ErrorCode.Internal, Room = Number, Message = "An event is not of the room's event type." };
            effects.Add(new ClientEffect.ErrorReceived(error));
        }
    }

    private void TakeResults(MemberUpdate update, List<ClientEffect> effects)
    {
        foreach (var result in update.Results)
        {
            switch (Commands.Take(result))
            {
                case WindowAnswer.Told told:
                    effects.Add(new ClientEffect.Answered(told.Command, told.Verdict));
                    break;
                case WindowAnswer.Lost:
                    IsOutOfStep = true;
                    break;
                case WindowAnswer.Ignored or WindowAnswer.Again:
                    break;
            }
        }
    }

    private RewoundInfo ToInfo(Rewound rewound) =>
        new(new RoomVersion(rewound.Version), new CommandSeq(rewound.LastApplied), Commands.CountUndone(rewound.LastApplied));

    private IMessage NewState() => _stateParser.ParseFrom(ByteString.Empty);
}
