using GameServer.Authoring.Diff;
using GameServer.Tests.Protos;

namespace GameServer.Tests.Authoring.Diff;

public sealed class StateSchemaTests
{
    [Fact]
    public void Any_is_refused_wherever_it_hides() => StateSchema.Check(HoldsAny.Descriptor).ShouldBe(
        "gameserver.tests.HoldsAny cannot be a room's message: gameserver.tests.HoldsAny.rows.value.content is an Any, "
        + "whose content a patch cannot know.");

    [Fact]
    public void Proto2_is_refused_wherever_it_hides() => StateSchema.Check(HoldsOldStyle.Descriptor).ShouldBe(
        "gameserver.tests.HoldsOldStyle cannot be a room's message: gameserver.tests.HoldsOldStyle.rows.old is not a proto3 message "
        + "(gameserver.tests.OldStyle).");

    [Fact]
    public void A_proto2_message_itself_is_refused() =>
        StateSchema.Check(OldStyle.Descriptor).ShouldNotBeNull().ShouldContain("not a proto3 message");

    [Fact]
    public void Every_kind_of_proto3_field_is_fine() => StateSchema.Check(Everything.Descriptor).ShouldBeNull();
}
