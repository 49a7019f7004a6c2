using GameServer.Protocol.Patches;
using GameServer.Tests.Protos;

namespace GameServer.Tests.Protocol.Patches;

public sealed class SchemaFingerprintTests
{
    [Fact]
    public void The_text_names_every_field_and_every_message_once() => SchemaFingerprint.Describe(Tree.Descriptor).ShouldBe(
        """
        gameserver.tests.Tree
        1 value implicit int32
        2 left explicit gameserver.tests.Tree
        3 right explicit gameserver.tests.Tree
        4 leaves repeated gameserver.tests.Tree
        5 branches map int32 gameserver.tests.Tree

        """.ReplaceLineEndings("\n"));

    [Fact]
    public void Messages_come_in_the_order_of_their_first_mention() => SchemaFingerprint.Describe(Region.Descriptor).Split('\n')
        .Where(line => line.StartsWith("g", StringComparison.Ordinal))
        .ShouldBe(["gameserver.tests.Region", "gameserver.tests.Entity", "gameserver.tests.Item", "google.protobuf.Int32Value"]);

    [Fact]
    public void Schemas_that_differ_have_different_fingerprints() =>
        SchemaFingerprint.Of(NewerState.Descriptor).ShouldNotBe(SchemaFingerprint.Of(OlderState.Descriptor));
}
