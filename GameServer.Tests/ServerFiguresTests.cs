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

    private ServerFigures With(TestProbe host) =>
        new(host.Ref, new SessionTable(), new RoomTable(), new Traffic(), _time, _log);

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
