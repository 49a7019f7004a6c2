using GameServer.Games.Feed;
using GameServer.Rooms;
using GameServer.Sessions;
using GameServer.Telemetry;
using GameServer.Tests.Actors.TestKit;
using Microsoft.Extensions.Logging;

namespace GameServer.Tests;

public sealed class ServerFiguresTests : IDisposable
{
    private readonly ActorWorld _world = new();
    private readonly CallingTime _time = new();
    private readonly CountingLog _log = new();
    private readonly Traffic _traffic = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public void A_failure_stays_inside_the_timer_and_is_logged_once_and_the_next_reading_is_told()
    {
        var host = _world.Probe();
        using var figures = With(host);
        _time.Fails = true;
        _time.Fire();
        _time.Fire();
        _log.Errors.ShouldBe(1);
        host.ExpectNoMsg();
        _time.Fails = false;
        _time.Fire();
        host.ExpectMsg<HostMessage.TellKey>().Key.ShouldBe("server");
    }

    [Fact]
    public void A_callback_that_comes_after_the_end_tells_nothing()
    {
        var host = _world.Probe();
        With(host).Dispose();
        _time.Fire();
        host.ExpectNoMsg();
        _log.Errors.ShouldBe(0);
    }

    [Fact]
    public void Totals_count_from_the_start_and_rates_since_the_last_reading()
    {
        var host = _world.Probe();
        using var figures = With(host);
        _traffic.CountTurn();
        _traffic.CountCommand();
        _traffic.CountDeliveries(10);
        _time.Fire();
        Told("turns total").ShouldBe(1);
        _traffic.CountTurn();
        _traffic.CountCommand();
        _traffic.CountDeliveries(5);
        _time.Fire();
        var second = Readings(host);
        second["turns total"].Value.ShouldBe(2);
        second["commands total"].Value.ShouldBe(2);
        second["deliveries total"].Value.ShouldBe(15);
        second["deliveries"].Value.ShouldBe(5);
        second["allocated total"].Value.ShouldBePositive();
        second["allocated total"].Unit.ShouldBe("B");
        second.ShouldContainKey("gc total");

        double Told(string name) => Readings(host)[name].Value;
    }

    private static Dictionary<string, Measurement> Readings(TestProbe host) =>
        new(((FeedCommand)host.ExpectMsg<HostMessage.TellKey>().Command).Publish.Readings);

    private ServerFigures With(TestProbe host) =>
        new(new FigureSources(host.Ref, null, new SessionTable(), new RoomTable(), _traffic), _time, _log);

    /// <summary>A clock whose one timer is called by the test, after it was stopped too, and which fails when told to.</summary>
    private sealed class CallingTime : TimeProvider
    {
        private long _now;
        private TimerCallback? _callback;

        internal bool Fails { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Fails ? throw new InvalidOperationException("The clock stands.") : ++_now;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _callback = callback;
            return System.CreateTimer(_ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        internal void Fire() => _callback!(null);
    }

    private sealed class CountingLog : ILogger<ServerFigures>
    {
        internal int Errors { get; private set; }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Errors += logLevel == LogLevel.Error ? 1 : 0;
    }
}
