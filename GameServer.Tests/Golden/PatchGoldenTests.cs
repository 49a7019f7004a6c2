using GameServer.Protocol.Patches;
using GameServer.Protocol.V1;
using GameServer.Tests.Protos;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace GameServer.Tests.Golden;

public sealed class PatchGoldenTests
{
    private static readonly MessageDescriptor[] Schemas = [Everything.Descriptor, OlderState.Descriptor];

    public static TheoryData<string> Names() => [.. PatchGoldenFile.Read().Select(vector => vector.Name)];

    [Fact]
    public void The_patches_file_is_what_the_product_makes()
    {
        var made = PatchGoldenFile.Write(PatchVectors.All());
        if (Environment.GetEnvironmentVariable(PatchGoldenFile.WriteVariable) == "1")
        {
            File.WriteAllText(PatchGoldenFile.Path, made);
        }

        var recorded = File.ReadAllText(PatchGoldenFile.Path);
        recorded.ShouldBe(made, $"Run this test with {PatchGoldenFile.WriteVariable}=1 if the change is meant.");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_patch_leads_from_old_to_new(string name)
    {
        var vector = PatchGoldenFile.Read().Single(vector => vector.Name == name);
        var schema = Schemas.Single(schema => schema.FullName == vector.Schema);
        var state = schema.Parser.ParseFrom(Convert.FromHexString(vector.Old));

        StatePatchApplier.Apply(state, StatePatch.Parser.ParseFrom(Convert.FromHexString(vector.Patch))).ShouldBe(PatchResult.Applied);

        state.ShouldBe(schema.Parser.ParseFrom(Convert.FromHexString(vector.New)));
        StateHash.Compute(state).ToString("x16").ShouldBe(vector.Hash);
        SchemaFingerprint.Of(schema).ToString("x16").ShouldBe(vector.Fingerprint);
    }
}
