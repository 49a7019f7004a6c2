using GameServer.Client.Core;

namespace GameServer.Tests.Client.Core;

public sealed class BackoffTests
{
    [Fact]
    public void Waits_double_up_to_their_limit_and_begin_anew()
    {
        var backoff = new Backoff(TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(500), new AlwaysHigh());

        Enumerable.Range(0, 6).Select(_ => backoff.NextMs()).ShouldBe([50L, 100, 200, 400, 500, 500]);
        backoff.Reset();
        backoff.NextMs().ShouldBe(50);
        backoff.Reset();
        backoff.NextMs(patient: true).ShouldBe(50 + 600);
    }

    /// <summary>Draws the upper end of every range.</summary>
    private sealed class AlwaysHigh : Random
    {
        public override double NextDouble() => 1;
    }
}
