namespace GameServer.Authoring.Kernel;

/// <summary>When the next tick is due. Armed when the last has ended; ticks missed meanwhile are one with a longer Elapsed.</summary>
internal readonly record struct TickClock(TimeSpan Period, ulong Number, DateTimeOffset Next)
{
    internal static TickClock? Start(int tickRate, DateTimeOffset now)
    {
        if (tickRate == 0)
        {
            return null;
        }

        var period = TimeSpan.FromTicks(TimeSpan.TicksPerSecond / tickRate);
        return new TickClock(period, 0, now + period);
    }

    /// <summary>The tick that is due now, and the clock after it.</summary>
    internal (TickClock After, Tick Tick) Advance(DateTimeOffset now)
    {
        var periods = ((now - Next).Ticks / Period.Ticks) + 1;
        var elapsed = Period * periods;
        return (this with { Number = Number + 1, Next = Next + elapsed }, new Tick(Number + 1, elapsed));
    }
}
