using System.IO.Pipelines;
using GameServer.Gateway;
using GameServer.Tests.Actors.TestKit;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace GameServer.Tests.Gateway;

/// <summary>How long the first request of a connection is awaited, on virtual time.</summary>
public sealed class AwaitedRequestsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly ManualTime _time = new();
    private readonly AwaitedRequests _awaited;

    public AwaitedRequestsTests()
    {
        _awaited = new AwaitedRequests(Patience, _time);
    }

    [Fact]
    public async Task Reading_of_a_request_that_takes_too_long_is_cancelled_and_it_came_too_late()
    {
        var connection = new DefaultConnectionContext { Transport = new Duplex() };
        _awaited.Add(connection);
        var reading = connection.Transport.Input.ReadAsync().AsTask();
        _time.Advance(Patience - TimeSpan.FromMilliseconds(1));
        reading.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromMilliseconds(101));
        (await reading).IsCanceled.ShouldBeTrue();
        _awaited.TryRemove(connection).ShouldBeFalse();
    }

    [Fact]
    public void A_request_that_has_come_is_left_alone()
    {
        var connection = new DefaultConnectionContext { Transport = new Duplex() };
        _awaited.Add(connection);
        _awaited.TryRemove(connection).ShouldBeTrue();
        _time.Advance(2 * Patience);
        connection.Transport.Input.TryRead(out _).ShouldBeFalse();
    }

    [Fact]
    public void Those_who_come_while_others_are_awaited_have_their_own_time()
    {
        var first = new DefaultConnectionContext { Transport = new Duplex() };
        var second = new DefaultConnectionContext { Transport = new Duplex() };
        _awaited.Add(first);
        _time.Advance(Patience / 2);
        _awaited.Add(second);
        _time.Advance((Patience / 2) + TimeSpan.FromMilliseconds(100));
        _awaited.TryRemove(first).ShouldBeFalse();
        _awaited.TryRemove(second).ShouldBeTrue();
    }

    [Fact]
    public async Task A_connection_that_the_server_wants_to_close_is_not_awaited_any_longer()
    {
        using var stop = new CancellationTokenSource();
        var connection = new DefaultConnectionContext { Transport = new Duplex() };
        connection.Features.Set<IConnectionLifetimeNotificationFeature>(new Notification { ConnectionClosedRequested = stop.Token });
        _awaited.Add(connection);
        _time.Advance(TimeSpan.FromMilliseconds(100));
        connection.Transport.Input.TryRead(out _).ShouldBeFalse();
        await stop.CancelAsync();
        _time.Advance(TimeSpan.FromMilliseconds(100));
        connection.Transport.Input.TryRead(out var read).ShouldBeTrue();
        read.IsCanceled.ShouldBeTrue();
    }

    private sealed class Duplex : IDuplexPipe
    {
        private readonly Pipe _pipe = new();

        public PipeReader Input => _pipe.Reader;

        public PipeWriter Output => _pipe.Writer;
    }

    private sealed class Notification : IConnectionLifetimeNotificationFeature
    {
        public CancellationToken ConnectionClosedRequested { get; set; }

        public void RequestClose() => throw new NotSupportedException();
    }
}
