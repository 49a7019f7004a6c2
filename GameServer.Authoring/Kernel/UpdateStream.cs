using GameServer.Authoring.Diff;
using GameServer.Protocol.Codecs;
using GameServer.Protocol.Patches;
using GameServer.Protocol.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace GameServer.Authoring.Kernel;

/// <summary>The room's state, what was last published of it, and the updates in between. On the room's turn.</summary>
internal sealed class UpdateStream<TState>(RoomBirth birth, RoomSettings settings, MessageDescriptor eventType) : IUpdateStream
    where TState : class, IMessage<TState>, new()
{
    private static readonly MessageParser _states = new TState().Descriptor.Parser.WithDiscardUnknownFields(true);

    private StateDiffer<TState> _differ = new(new TState());
    private readonly FrameWriter _patch = new();

    private bool _isChanged;
    private ulong _publishedCount;
    private ulong _publishedMs = (ulong)birth.Now.ToUnixTimeMilliseconds();
    private OutgoingFrame? _snapshot;

    internal TState State { get; } = new();

    public ulong Fingerprint { get; } = SchemaFingerprint.Of(new TState().Descriptor);

    public ulong Version { get; private set; }

    public ulong LastPublished { get; private set; }

    public int UpdateBytes { get; private set; }

    public ReplayRing Ring { get; } = new(settings.ReplayUpdatesMax, settings.ReplayBytesMax);

    public int EncodedBytes => _differ.EncodedSize;

    public bool Diff(out int encodedBytes)
    {
        _patch.Clear();
        _isChanged = _differ.TryDiff(State, _patch, out encodedBytes);
        return _isChanged;
    }

    public void Undo()
    {
        foreach (var field in State.Descriptor.Fields.InDeclarationOrder())
        {
            field.Accessor.Clear(State);
        }

        State.MergeFrom(_differ.Restore());
    }

    public void TakeVersion() => Version++;

    public void Publish(TurnOutput output, IReadOnlyDictionary<uint, List<DirectEvent>>? direct, DateTimeOffset now, FrameWriter target)
    {
        if (_isChanged)
        {
            _differ.Advance();
        }

        _publishedMs = (ulong)now.ToUnixTimeMilliseconds();
        _publishedCount++;
        var start = target.Length;
        Write(output, target);
        Ring.Add(LastPublished, Version, target.Since(start).Span, direct);
        LastPublished = Version;
        _snapshot = null;
    }

    public OutgoingFrame Snapshot() => _snapshot ??= new OutgoingFrame(
        new ServerEnvelope
        {
            Update = new RoomUpdate
            {
                Room = birth.Number.Value,
                Epoch = birth.Epoch.Value,
                Version = LastPublished,
                Patch = _differ.Snapshot(),
                RoomTimeMs = _publishedMs,
                Snapshot = true,
            },
        },
        State.Descriptor,
        eventType);

    public IMessage PublishedState() => _differ.Restore();

    public void Load(RoomSnapshot snapshot)
    {
        State.MergeFrom((TState)_states.ParseFrom(snapshot.State));
        Version = snapshot.Version;
        LastPublished = snapshot.Published;
        Ring.StartAt(LastPublished);
    }

    public void Load(TurnRecord turn)
    {
        if (turn.Version != Version + 1)
        {
            throw new RoomHistoryException($"Version {turn.Version} follows version {Version}: something is missing in between.");
        }

        Version++;
        if (turn.Update is not { } update)
        {
            return;
        }

        if (update.Version != Version || update.BaseVersion != LastPublished || update.Snapshot)
        {
            throw new RoomHistoryException(
                $"The update of version {Version} leads from {update.BaseVersion} to {update.Version}; it must lead from {LastPublished}.");
        }

        if (update.Patch is { } patch && StatePatchApplier.Apply(State, patch) is not PatchResult.Applied and var result)
        {
            throw new RoomHistoryException($"The patch of version {Version} can't be applied: {result}.");
        }

        var published = PublishedUpdate.Of(turn, birth);
        Ring.Add(published.BaseVersion, published.Version, published.Element.Span, published.Direct);
        LastPublished = Version;
    }

    public void EndLoading(DateTimeOffset time)
    {
        _differ = new StateDiffer<TState>(State);
        _publishedMs = (ulong)time.ToUnixTimeMilliseconds();
    }

    private static void WriteDeliveries(TurnOutput output, FrameWriter target)
    {
        uint index = 0;
        foreach (var roomEvent in output.Events)
        {
            if (roomEvent.To == 0 && roomEvent.OnTheWire(index++) is { } delivery)
            {
                target.WriteMessage(RoomUpdate.DeliveriesFieldNumber, delivery);
            }
        }
    }

    private void Write(TurnOutput output, FrameWriter target)
    {
        var element = target.BeginLength(ServerBatch.EnvelopesFieldNumber);
        var update = target.BeginLength(ServerEnvelope.UpdateFieldNumber);
        target.WriteNumber(RoomUpdate.RoomFieldNumber, birth.Number.Value);
        target.WriteNumber(RoomUpdate.EpochFieldNumber, birth.Epoch.Value);
        target.WriteNumber(RoomUpdate.BaseVersionFieldNumber, LastPublished);
        target.WriteNumber(RoomUpdate.VersionFieldNumber, Version);
        if (_isChanged)
        {
            target.WriteBytes(RoomUpdate.PatchFieldNumber, _patch.Written);
        }

        foreach (var roomEvent in output.Events)
        {
            if (roomEvent.To == 0)
            {
                target.WriteBytes(RoomUpdate.EventsFieldNumber, output.PayloadOf(roomEvent));
            }
        }

        target.WriteFixed64(RoomUpdate.RoomTimeMsFieldNumber, _publishedMs);
        if (settings.HashEvery > 0 && _publishedCount % (ulong)settings.HashEvery == 0)
        {
            target.WriteFixed64(RoomUpdate.StateHashFieldNumber, _differ.Hash);
        }

        if (output.HasDeliveries)
        {
            WriteDeliveries(output, target);
        }

        var content = target.Length - update - 1;
        target.EndLength(update);
        target.EndLength(element);
        UpdateBytes = content;
    }
}
