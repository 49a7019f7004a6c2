namespace GameServer.Tests;

/// <summary>What a server's threads ask of the kernel. Where that knows no slices (before Linux 6.12) nothing may change.</summary>
public sealed class SchedulingSliceTests
{
    [Fact]
    public void A_thread_that_asks_for_a_short_slice_has_it_and_so_have_those_it_starts()
    {
        var (before, own, inherited) = (0UL, 0UL, 0UL);
        Run(() =>
        {
            before = SchedulingSlice.Read(0);
            SchedulingSlice.Shorten();
            own = SchedulingSlice.Read(0);
            Run(() => inherited = SchedulingSlice.Read(0));
        });

        own.ShouldBe(Math.Min(before, SchedulingSlice.Shortest));
        inherited.ShouldBe(own);
    }

    [Fact]
    public void Nobody_else_is_changed()
    {
        var (before, after) = (0UL, 0UL);
        Run(() =>
        {
            before = SchedulingSlice.Read(0);
            Run(SchedulingSlice.Shorten);
            after = SchedulingSlice.Read(0);
        });

        after.ShouldBe(before);
    }

    private static void Run(ThreadStart work)
    {
        var thread = new Thread(work);
        thread.Start();
        thread.Join();
    }
}
