namespace GameServer.Tests;

/// <summary>What threads ask of the kernel. Where that knows no slices (before Linux 6.12) nothing may change.</summary>
public sealed class SchedulingSliceTests
{
    [Fact]
    public void A_thread_has_the_short_slice_that_is_asked_for_it_and_those_it_starts_have_the_usual_one()
    {
        var (before, own, child) = (0UL, 0UL, 0UL);
        Run(() =>
        {
            before = SchedulingSlice.Read(0);
            SchedulingSlice.Shorten(0);
            own = SchedulingSlice.Read(0);
            Run(() => child = SchedulingSlice.Read(0));
        });

        own.ShouldBe(Math.Min(before, SchedulingSlice.Shortest));
        child.ShouldBe(before);
    }

    private static void Run(ThreadStart work)
    {
        var thread = new Thread(work);
        thread.Start();
        thread.Join();
    }
}
