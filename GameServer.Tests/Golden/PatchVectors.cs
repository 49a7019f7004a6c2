using System.Globalization;
using GameServer.Authoring.Diff;
using GameServer.Protocol.Codecs;
using GameServer.Protocol.Patches;
using GameServer.Tests.Authoring.Diff;
using GameServer.Tests.Protos;
using Google.Protobuf;

namespace GameServer.Tests.Golden;

/// <summary>Makes the entries of patches.json.</summary>
internal static class PatchVectors
{
    private const int RandomCount = 40;

    internal static IEnumerable<PatchVector> All()
    {
        foreach (var (name, old, live) in PatchCases.All())
        {
            yield return Make(name, old, live);
        }

        for (var seed = 1; seed <= RandomCount; seed++)
        {
            var states = new RandomStates(seed);
            var old = states.Next<Everything>();
            var live = old.Clone();
            states.Edit(live);
            if (new StateDiffer<Everything>(old).Diff(live) is not null)
            {
                yield return Make($"random edits {seed}", old, live);
                yield return Make($"random snapshot {seed}", new Everything(), live);
            }
        }

        foreach (var vector in Newer())
        {
            yield return vector;
        }
    }

    /// <summary>By the differ's own encoder, which keeps -0 where the runtime's leaves it out.</summary>
    internal static string Encode<TState>(TState state)
        where TState : class, IMessage<TState>, new()
    {
        var frame = new FrameWriter();
        MessagePlan<TState>.Instance.Write(state, new PatchWriter(frame));
        return Convert.ToHexStringLower(frame.Written);
    }

    private static PatchVector Make<TState>(string name, TState old, TState live)
        where TState : class, IMessage<TState>, new()
    {
        var differ = new StateDiffer<TState>(old);
        var diff = differ.Diff(live)!.Value;
        differ.Advance();
        return new PatchVector(
            name,
            live.Descriptor.FullName,
            Hex(SchemaFingerprint.Of(live.Descriptor)),
            Encode(old),
            Convert.ToHexStringLower(diff.Patch.ToByteArray()),
            Encode(live),
            Hex(differ.Hash),
            StatePatchJson.ToJson(live.Descriptor, diff.Patch));
    }

    /// <summary>Patches of a newer schema for states of the older one.</summary>
    private static IEnumerable<PatchVector> Newer()
    {
        for (var seed = 1; seed <= 10; seed++)
        {
            var states = new RandomStates(seed);
            var old = states.Next<NewerState>();
            var live = old.Clone();
            states.Edit(live);
            if (new StateDiffer<NewerState>(old).Diff(live) is { } diff)
            {
                var older = Older(live);
                yield return new PatchVector(
                    $"patch of a newer schema {seed}",
                    OlderState.Descriptor.FullName,
                    Hex(SchemaFingerprint.Of(OlderState.Descriptor)),
                    Encode(Older(old)),
                    Convert.ToHexStringLower(diff.Patch.ToByteArray()),
                    Encode(older),
                    Hex(StateHash.Compute(older)),
                    StatePatchJson.ToJson(OlderState.Descriptor, diff.Patch));
            }
        }
    }

    private static OlderState Older(NewerState state) =>
        OlderState.Parser.WithDiscardUnknownFields(true).ParseFrom(state.ToByteArray());

    private static string Hex(ulong number) => number.ToString("x16", CultureInfo.InvariantCulture);
}
