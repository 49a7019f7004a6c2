using GameServer.Protocol.Patches;
using GameServer.Protocol.V1;
using Google.Protobuf;

namespace GameServer.Authoring;

/// <summary>What a client keeps of a room: state and position, from the frames alone. A frame out of place is a bug, and throws.</summary>
internal sealed class HarnessReplica<TState, TEvent>
    where TState : class, IMessage<TState>, new()
    where TEvent : class, IMessage<TEvent>, new()
{
    private static readonly MessageParser<TEvent> _events = new(() => new TEvent());

    private readonly List<MemberUpdate> _held = [];

    internal TState State { get; private set; } = new();

    internal ulong Version { get; private set; }

    internal List<TEvent> Events { get; } = [];

    internal List<CommandResult> Results { get; } = [];

    /// <summary>The room begins anew to send; a snapshot follows unless the position is still good.</summary>
    internal void Attach() => _held.Clear();

    internal void Hold(MemberUpdate update)
    {
        Results.AddRange(update.Results);
        if (update.Events.Count > 0 && update.Version > Version)
        {
            _held.Add(update);
        }
    }

    internal void Apply(RoomUpdate update)
    {
        if (update.Snapshot)
        {
            State = new TState();
        }
        else if (update.BaseVersion != Version)
        {
            throw new InvalidOperationException($"An update from {update.BaseVersion} came to a client at {Version}.");
        }

        if (update.Patch is { } patch && StatePatchApplier.Apply(State, patch) is not PatchResult.Applied and var result)
        {
            throw new InvalidOperationException($"The patch to version {update.Version} could not be applied: {result}.");
        }

        if (update.HasStateHash && update.StateHash != StateHash.Compute(State))
        {
            throw new InvalidOperationException($"The state's hash at version {update.Version} differs from the room's.");
        }

        Version = update.Version;
        Deliver(update);
    }

    internal static TEvent? Parse(CommandResult result) => result.HasReply ? _events.ParseFrom(result.Reply) : null;

    private void Deliver(RoomUpdate update)
    {
        DirectEvent[] direct = [.. _held.Where(held => held.Version <= Version).SelectMany(held => held.Events)];
        _held.RemoveAll(held => held.Version <= Version);
        for (var index = 0; index <= update.Events.Count; index++)
        {
            var last = index == update.Events.Count;
            Events.AddRange(direct
                .Where(own => own.After == index || (last && own.After > index))
                .Select(own => _events.ParseFrom(own.Payload)));
            if (!last)
            {
                Events.Add(_events.ParseFrom(update.Events[index]));
            }
        }
    }
}
