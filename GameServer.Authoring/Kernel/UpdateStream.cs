using GameServer.Authoring.Diff;
using GameServer.Protocol.Patches;
using GameServer.Protocol.V1;
using Google.Protobuf;

namespace GameServer.Authoring.Kernel;

/// <summary>The room's state, what was last published of it, and the updates in between. On the room's turn.</summary>
internal sealed class UpdateStream<TState>(RoomBirth birth, RoomSettings settings) : IUpdateStream
    where TState : class, IMessage<TState>, new()
{
    private readonly StateDiffer<TState> _differ = new(new TState());

    private ulong _version;
    private ulong _publishedCount;
    private ulong _publishedMs = (ulong)birth.Now.ToUnixTimeMilliseconds();
    private RoomUpdate? _snapshot;

    internal TState State { get; } = new();

    public ulong Fingerprint { get; } = SchemaFingerprint.Of(new TState().Descriptor);

    public ulong LastPublished { get; private set; }

    public ReplayRing Ring { get; } = new(settings.ReplayUpdatesMax, settings.ReplayBytesMax);

    public int EncodedBytes => _differ.EncodedSize;

    public StateDiff? Diff() => _differ.Diff(State);

    public void Undo()
    {
        foreach (var field in State.Descriptor.Fields.InDeclarationOrder())
        {
            field.Accessor.Clear(State);
        }

        State.MergeFrom(_differ.Restore());
    }

    public void TakeVersion() => _version++;

    public RoomUpdate Publish(
        StatePatch? patch, IEnumerable<ByteString> events, IReadOnlyDictionary<uint, List<DirectEvent>> direct, DateTimeOffset now)
    {
        if (patch is not null)
        {
            _differ.Advance();
        }

        _publishedMs = (ulong)now.ToUnixTimeMilliseconds();
        var update = new RoomUpdate
        {
            Room = birth.Number.Value,
            Epoch = birth.Epoch.Value,
            BaseVersion = LastPublished,
            Version = _version,
            Patch = patch,
            Events = { events },
            RoomTimeMs = _publishedMs,
        };
        _publishedCount++;
        if (settings.HashEvery > 0 && _publishedCount % (ulong)settings.HashEvery == 0)
        {
            update.StateHash = _differ.Hash;
        }

        LastPublished = _version;
        _snapshot = null;
        Ring.Add(new PublishedUpdate(update, direct));
        return update;
    }

    public RoomUpdate Snapshot() => _snapshot ??= new RoomUpdate
    {
        Room = birth.Number.Value,
        Epoch = birth.Epoch.Value,
        Version = LastPublished,
        Patch = _differ.Snapshot(),
        RoomTimeMs = _publishedMs,
        Snapshot = true,
    };
}
