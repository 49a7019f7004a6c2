using GameServer.Authoring;
using GameServer.Authoring.Kernel;
using GameServer.Protocol.Identity;
using GameServer.Tests.Authoring.Probe;
using static GameServer.Tests.Authoring.KernelRig;

namespace GameServer.Tests.Authoring;

/// <summary>What a turn of usual kind allocates besides what the author's own code does: nothing.</summary>
public sealed class AllocationTests
{
    private const int Turns = 3_000;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_command_that_is_broadcast_allocates_nothing_in_the_kernel(bool isCommitted)
    {
        var durability = isCommitted ? Durability.Committed : Durability.Volatile;
        var kernel = Kernel(new BroadcastingRoom { Setup = new RoomSettings { Durability = durability } }, out var members);
        var payload = new ProbeCommand();
        var inputs = members.ConvertAll(member => new RoomInput.Command(member, default, default, payload));
        ulong number = 0;
        Allocated(() =>
        {
            number++;
            for (var at = 0; at < inputs.Count; at++)
            {
                inputs[at].Is(members[at], new CommandSeq(number), new CommandSeq(number - 1), payload);
            }

            kernel.RunTurn(Start, inputs).Recycle();
        }).ShouldBe(0);
    }

    [Fact]
    public void A_tick_that_changes_nothing_allocates_nothing_in_the_kernel()
    {
        var kernel = Kernel(new TickingRoom(), out _);
        var now = Start;
        Allocated(() =>
        {
            now += 50.Milliseconds();
            kernel.RunTurn(now, []).Recycle();
        }).ShouldBe(0);
    }

    [Fact]
    public void A_tick_that_moves_something_allocates_nothing_in_the_kernel()
    {
        var kernel = Kernel(new TickingRoom { Moves = true }, out _);
        var now = Start;
        Allocated(() =>
        {
            now += 50.Milliseconds();
            kernel.RunTurn(now, []).Recycle();
        }).ShouldBe(0);
    }

    private static long Allocated(Action turn)
    {
        for (var warm = 0; warm < Turns; warm++)
        {
            turn();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var measured = 0; measured < Turns; measured++)
        {
            turn();
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static IRoomKernel Kernel(Room<ProbeState, ProbeCommand, ProbeEvent> room, out List<MemberAddress> members)
    {
        var maker = new RoomKernelMaker<ProbeState, ProbeCommand, ProbeEvent>(rebuildsFields: false);
        var birth = new RoomBirth(
            new RoomId("r1"), new RoomNumber(5), new RoomTypeName("probe"), new Epoch(1), "", new Dictionary<string, string>(), 42, Start);
        var kernel = maker.Make(room, birth);
        members = [.. Enumerable.Range(1, 10).Select(number => Address($"p{number}"))];
        kernel.RunTurn(Start, [.. Enumerable.Range(1, 10).Select(number => Join($"p{number}"))]);
        return kernel;
    }

    private sealed class BroadcastingRoom : Room<ProbeState, ProbeCommand, ProbeEvent>
    {
        public override RoomSettings Settings => Setup;

        internal required RoomSettings Setup { get; init; }

        private readonly ProbeEvent _said = new() { Text = "what everybody hears" };

        protected override void OnCommand(Player player, ProbeCommand command) => Broadcast(_said);
    }

    private sealed class TickingRoom : Room<ProbeState, ProbeCommand, ProbeEvent>
    {
        public override RoomSettings Settings { get; } = new() { TickRate = 20, ReplayUpdatesMax = 64 };

        internal bool Moves { get; init; }

        protected override void OnCommand(Player player, ProbeCommand command)
        {
        }

        protected override void OnTick(Tick tick)
        {
            if (Moves)
            {
                State.Sum++;
            }
        }
    }
}
