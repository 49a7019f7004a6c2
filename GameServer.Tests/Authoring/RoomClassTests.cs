using System.Collections.Immutable;
using System.Text;
using GameServer.Authoring;
using GameServer.Authoring.Kernel;
using GameServer.Games.Chat;
using GameServer.Tests.Authoring.Probe;
using Google.Protobuf.WellKnownTypes;

namespace GameServer.Tests.Authoring;

public sealed class RoomClassTests
{
    [Theory]
    [InlineData(typeof(string), "derived from Room")]
    [InlineData(typeof(AbstractRoom), "not abstract")]
    [InlineData(typeof(OpenRoom<>), "derived from Room")]
    [InlineData(typeof(AnyRoom), "Any")]
    [InlineData(typeof(FieldRoom), "'_count'")]
    [InlineData(typeof(PropertyRoom), "'Count'")]
    [InlineData(typeof(InheritedFieldRoom), "'_count'")]
    [InlineData(typeof(ListRoom), "'_names'")]
    [InlineData(typeof(ArrayRoom), "'_names'")]
    [InlineData(typeof(TextRoom), "'_text'")]
    [InlineData(typeof(MessageRoom), "'_line'")]
    [InlineData(typeof(EventRoom), "'Happened'")]
    public void A_class_that_can_be_no_room_is_refused_with_a_sentence_that_names_why(System.Type type, string named)
    {
        var reason = RoomClass.Of(type, "room").ShouldBeOfType<RoomClassAnswer.Unfit>().Reason;

        reason.ShouldContain(named);
        reason.ShouldContain(type.Name);
        reason.ShouldNotContain("\n");
    }

    [Theory]
    [InlineData("")]
    [InlineData("a room")]
    [InlineData("räume")]
    [InlineData("a/b")]
    public void A_name_that_can_not_stand_in_an_address_is_refused(string name) =>
        RoomClass.Of(typeof(InjectedRoom), name).ShouldBeOfType<RoomClassAnswer.Unfit>().Reason.ShouldContain("1 to 64");

    [Theory]
    [InlineData(typeof(InjectedRoom))]
    [InlineData(typeof(RebuiltRoom))]
    [InlineData(typeof(ImmutableRoom))]
    [InlineData(typeof(ProbeRoom))]
    public void Injected_immutable_and_rebuilt_fields_are_fine(System.Type type)
    {
        var fit = RoomClass.Of(type, "room").ShouldBeOfType<RoomClassAnswer.Fit>().Class;

        fit.Schema.CommandParser.ShouldNotBeNull();
        fit.Type.ShouldBe(type);
    }

    [Fact]
    public void A_setting_out_of_range_is_named()
    {
        var settings = new RoomSettings();
        var cases = new (RoomSettings Wrong, string Named)[]
        {
            (settings with { MaxMembers = 0 }, "MaxMembers must be 1 to 10,000; it is 0."),
            (settings with { MaxMembers = 10_001 }, "MaxMembers"),
            (settings with { TickRate = 121 }, "TickRate"),
            (settings with { TickRate = -1 }, "TickRate"),
            (settings with { ReplayUpdatesMax = 0 }, "ReplayUpdatesMax"),
            (settings with { ReplayBytesMax = 65_535 }, "ReplayBytesMax must be 65,536 to 67,108,864; it is 65,535."),
            (settings with { ReplayBytesMax = 67_108_865 }, "ReplayBytesMax"),
            (settings with { StateBytesMax = 0 }, "StateBytesMax"),
            (settings with { HashEvery = -1 }, "HashEvery"),
            (settings with { Grace = TimeSpan.FromSeconds(-2) }, "Grace"),
            (settings with { EmptyLifetime = TimeSpan.MaxValue }, "EmptyLifetime"),
        };
        var fit = RoomClass.Of(typeof(ProbeRoom), "probe").ShouldBeOfType<RoomClassAnswer.Fit>().Class;

        foreach (var (wrong, named) in cases)
        {
            fit.Refusal(new ProbeRoom { Setup = wrong }).ShouldNotBeNull().ShouldContain(named);
        }

        fit.Refusal(new ProbeRoom { Setup = settings with { Grace = Timeout.InfiniteTimeSpan, TickRate = 120 } }).ShouldBeNull();
        Should.Throw<InvalidOperationException>(() => RoomHarness.Of(new ProbeRoom { Setup = cases[0].Wrong }))
            .Message.ShouldContain("MaxMembers");
        Should.Throw<InvalidOperationException>(() => RoomHarness.Of(new FieldRoom())).Message.ShouldContain("_count");
    }

    [Fact]
    public void A_room_used_outside_its_turn_says_so()
    {
        var room = new ProbeRoom();

        Should.Throw<InvalidOperationException>(() => room.Shout("too early")).Message.ShouldContain("only inside its handlers");
        RoomHarness.Of(room);
        Should.Throw<InvalidOperationException>(() => room.Shout("between turns")).Message.ShouldContain("only on its own turn");
    }

#pragma warning disable CS0067, CS0414, CS0169, CS0649, IDE0044, IDE0051, IDE0052 // These classes are looked at, not run.
    private abstract class Quiet : Room<ChatState, ChatCommand, ChatEvent>
    {
        protected override void OnCommand(Player player, ChatCommand command)
        {
        }
    }

    private abstract class AbstractRoom : Quiet;

    private sealed class OpenRoom<T> : Quiet;

    private sealed class AnyRoom : Room<Any, ChatCommand, ChatEvent>
    {
        protected override void OnCommand(Player player, ChatCommand command)
        {
        }
    }

    private class FieldRoom : Quiet
    {
        private int _count;
    }

    private sealed class InheritedFieldRoom : FieldRoom;

    private sealed class PropertyRoom : Quiet
    {
        public int Count { get; private set; }
    }

    private sealed class ListRoom : Quiet
    {
        private readonly List<string> _names = [];
    }

    private sealed class ArrayRoom : Quiet
    {
        private readonly string[] _names = [];
    }

    private sealed class TextRoom : Quiet
    {
        private readonly StringBuilder _text = new();
    }

    private sealed class MessageRoom : Quiet
    {
        private readonly Line _line = new();
    }

    private sealed class EventRoom : Quiet
    {
        private event Action? Happened;
    }

    private sealed class InjectedRoom(TimeProvider time, Version version) : Quiet
    {
        private readonly Version _version = version;

        protected override void OnTick(Tick tick) => _ = (time, _version);
    }

    private sealed class RebuiltRoom : Quiet
    {
        [RebuiltOnActivation]
        private int _count;

        [RebuiltOnActivation]
        public List<string> Names { get; private set; } = [];
    }

    private sealed class ImmutableRoom : Quiet
    {
        private readonly ImmutableArray<int> _lines = [1, 2, 3];
        private readonly ImmutableDictionary<string, int> _words = ImmutableDictionary<string, int>.Empty;
        private readonly string _name = "";

        public override RoomSettings Settings { get; } = new();
    }
#pragma warning restore CS0067, CS0414, CS0169, CS0649, IDE0044, IDE0051, IDE0052
}
