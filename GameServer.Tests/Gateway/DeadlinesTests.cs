using GameServer.Gateway;

namespace GameServer.Tests.Gateway;

public sealed class DeadlinesTests
{
    private static readonly GatewayOptions Options = new()
    {
        HelloTimeoutMs = 50,
        PingIntervalMs = 100,
        SilenceTimeoutMs = 250,
        CloseTimeoutMs = 30,
    };

    [Fact]
    public void Without_hello_the_connection_is_due_at_its_deadline()
    {
        var deadlines = new Deadlines(Options, awaitsHello: true);
        deadlines.Heard(49);
        deadlines.Check(49).ShouldBe(DueAction.Nothing);
        deadlines.Check(50).ShouldBe(DueAction.CloseWithoutHello);
    }

    [Fact]
    public void With_hello_pings_are_due_at_every_interval()
    {
        var deadlines = new Deadlines(Options, awaitsHello: true);
        deadlines.HelloArrived();
        Enumerable.Range(0, 60).Select(tick => tick * 10).Where(now =>
        {
            deadlines.Heard(now);
            return deadlines.Check(now) == DueAction.Ping;
        }).ShouldBe([100, 200, 300, 400, 500]);
    }

    [Fact]
    public void Silence_is_due_though_pings_were_sent()
    {
        var deadlines = new Deadlines(Options, awaitsHello: false);
        deadlines.Heard(10);
        deadlines.Check(100).ShouldBe(DueAction.Ping);
        deadlines.Check(200).ShouldBe(DueAction.Ping);
        deadlines.Check(259).ShouldBe(DueAction.Nothing);
        deadlines.Check(260).ShouldBe(DueAction.CloseSilent);
    }

    [Fact]
    public void A_closing_connection_has_nothing_due_but_its_end()
    {
        var deadlines = new Deadlines(Options, awaitsHello: true);
        deadlines.Closing(1000);
        deadlines.Closing(1020);
        deadlines.Check(1029).ShouldBe(DueAction.Nothing);
        deadlines.Check(1030).ShouldBe(DueAction.Abort);
        deadlines.Check(1130).ShouldBe(DueAction.Nothing);
    }
}
