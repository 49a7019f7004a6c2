using GameServer.Protocol.Codecs;
using GameServer.Protocol.Patches;
using GameServer.Protocol.V1;
using GameServer.Tests.Golden;
using GameServer.Tests.Protos;
using Google.Protobuf;

namespace GameServer.Tests.Fuzzing;

/// <summary>Damaged patches, for states that they were made for and for others.</summary>
public sealed class PatchFuzzTests
{
    private static readonly IReadOnlyList<PatchVector> Vectors = PatchGoldenFile.Read();
    private static readonly IReadOnlyList<byte[]> Patches = [.. Vectors.Select(vector => Convert.FromHexString(vector.Patch))];
    private static readonly IReadOnlyList<byte[]> States =
        [.. Vectors.Where(vector => vector.Schema == Everything.Descriptor.FullName).Select(vector => Convert.FromHexString(vector.Old))];

    [Fact]
    public void Whatever_patch_comes_is_applied_or_refused_and_what_was_applied_is_a_state() =>
        Fuzz.Run(nameof(PatchFuzzTests), 20_000, Apply);

    internal static void Apply(FuzzCase one)
    {
        StatePatch patch;
        try
        {
            patch = StatePatch.Parser.ParseFrom(one.Mutate(Patches));
        }
        catch (Exception fault) when (WireFault.Is(fault))
        {
            return;
        }

        var old = Mutation.Pick(one.Random, States);
        var (state, watched) = (Everything.Parser.ParseFrom(old), Everything.Parser.ParseFrom(old));
        var result = StatePatchApplier.Apply(state, patch);
        var watchedResult = StatePatchApplier.Apply(watched, patch, new Nobody());
        Enum.IsDefined(result).ShouldBeTrue();
        if (watchedResult != PatchResult.Applied)
        {
            // The runtime reads on behind a wrapper that is cut off; what looks for an observer at the bytes first does not.
            (watchedResult == result || watchedResult == PatchResult.Malformed).ShouldBeTrue($"{watchedResult}, not {result}");
            return;
        }

        result.ShouldBe(PatchResult.Applied);
        watched.ShouldBe(state);

        // By its hash: a -0 that a patch has set is not among what the runtime writes.
        var again = Everything.Parser.ParseFrom(state.ToByteArray());
        StateHash.Compute(again).ShouldBe(StateHash.Compute(state));
    }

    private sealed class Nobody : IPatchObserver
    {
        public void OnChange(PatchChange change)
        {
        }
    }
}
