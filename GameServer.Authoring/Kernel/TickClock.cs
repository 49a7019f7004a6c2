namespace GameServer.Authoring.Kernel;

/// <summary>When the next tick is due. Armed when the last has ended; ticks missed meanwhile are one with a longer Elapsed.</summary>
internal readonly record struct TickClock(TimeSpan Period, ulong Number, DateTimeOffset Next)
{
    /// <param name="tickRate">Per second; 0: there is none.</param>
    /// <param name="now">The first is due a period later.</param>
    /// <param name="number">Of the last tick, if an elder activation had any.</param>
    internal static TickClock? Start(int tickRate, DateTimeOffset now, ulong number)
    {
        if (tickRate == 0)
        {
            return null;
        }

        var period = TimeSpan.FromTicks(TimeSpan.TicksPerSecond / tickRate);
        return new TickClock(period, number, now + period);
    }

    /// <summary>The tick that is due now, and the clock after it.</summary>
    internal (TickClock After, Tick Tick) Advance(DateTimeOffset now)
    {
        var periods = ((now - Next).Ticks / Period.Ticks) + 1;
        var elapsed = Period * periods;
        return (this with { Number = Number + 1, Next = Next + elapsed }, new Tick(Number + 1, elapsed));
    }
}
