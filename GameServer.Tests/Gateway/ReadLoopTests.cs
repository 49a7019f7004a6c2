using System.Collections.Concurrent;
using System.IO.Pipelines;
using GameServer.Actors;
using GameServer.Gateway;
using GameServer.Sessions;

namespace GameServer.Tests.Gateway;

/// <summary>Whom the messages of one read wake, and when.</summary>
public sealed class ReadLoopTests : IConversation, IMailboxScheduler
{
    private readonly ConcurrentQueue<string> _happened = new();
    private readonly Pipe _input = new(new PipeOptions(readerScheduler: PipeScheduler.Inline, useSynchronizationContext: false));

    private TaskCompletionSource? _busy;

    bool IConversation.BeginsWithHello => false;

    void IMailboxScheduler.NoteTurn(ref TurnPace pace)
    {
    }

    [Fact]
    public async Task All_messages_that_came_together_are_handled_in_one_stretch()
    {
        var running = Run();
        await SendAsync(Enumerable.Range(0, 3).Select(number => Message((byte)number)));
        _happened.ShouldBe(["hold", "release", "hold", "0", "1", "2", "release"]);
        await EndAsync(running);
    }

    [Fact]
    public async Task A_long_stretch_is_cut_so_that_those_who_were_woken_run()
    {
        var running = Run();
        await SendAsync(Enumerable.Range(0, 40).Select(number => Message((byte)number)));
        var (first, second) = (string.Join(' ', Enumerable.Range(0, 32)), string.Join(' ', Enumerable.Range(32, 8)));
        var expected = $"hold release hold {first} release hold {second} release";
        await Until.TrueAsync(() => _happened.Count == expected.Split(' ').Length, "the rest was handled on the thread pool");
        string.Join(' ', _happened).ShouldBe(expected);
        await EndAsync(running);
    }

    [Fact]
    public async Task Nobody_is_held_while_a_message_takes_its_time()
    {
        var running = Run();
        _busy = new TaskCompletionSource();
        await SendAsync([Message(0), Message(1)]);
        _happened.ShouldBe(["hold", "release", "hold", "0", "release"]);
        var busy = _busy;
        _busy = null;
        busy.SetResult();
        await Until.TrueAsync(() => _happened.Count == 8, "the next message was handled");
        _happened.ShouldBe(["hold", "release", "hold", "0", "release", "hold", "1", "release"]);
        await EndAsync(running);
    }

    [Theory]
    [InlineData("fail")]
    [InlineData("fail later")]
    public async Task A_message_that_fails_closes_the_connection_and_holds_nobody(string how)
    {
        _busy = how == "fail" ? null : new TaskCompletionSource();
        var running = Run();
        await SendAsync([Message(0xFF), Message(1)]);
        _busy?.SetException(new InvalidOperationException(how));
        await EndAsync(running);
        _happened.Count(what => what == "hold").ShouldBe(_happened.Count(what => what == "release"));
        _happened.ShouldNotContain("1", "a closing connection's messages are skipped");
    }

    void IConversation.BytesArrived(long count)
    {
    }

    bool IConversation.ControlFrameArrived() => true;

    ValueTask IConversation.ReceiveAsync(ReceivedMessage message)
    {
        _happened.Enqueue(message.Bytes.Span[0].ToString());
        return _busy is { } busy ? new ValueTask(busy.Task)
            : message.Bytes.Span[0] == 0xFF ? throw new InvalidOperationException("fail")
            : ValueTask.CompletedTask;
    }

    void IConversation.StretchEnded()
    {
    }

    void IConversation.Ended()
    {
    }

    void IMailboxScheduler.Schedule(IRunnable mailbox) => throw new NotSupportedException();

    void IMailboxScheduler.Hold() => _happened.Enqueue("hold");

    void IMailboxScheduler.Release() => _happened.Enqueue("release");

    private static byte[] Message(byte payload) => RawClient.Frame(0x82, [payload]);

    private Task Run() => new ClientSocket(
        1,
        Subprotocol.Binary,
        new Upgraded(_input.Reader, PipeWriter.Create(Stream.Null), new ConnectionEnd(() => { }), Surroundings.Nowhere),
        Surroundings.With(new GatewayOptions { CloseTimeoutMs = 100 }, scheduler: this),
        _ => this,
        _ => { }).RunAsync();

    private async Task SendAsync(IEnumerable<byte[]> frames) => await _input.Writer.WriteAsync(frames.SelectMany(frame => frame).ToArray());

    private async Task EndAsync(Task running)
    {
        await _input.Writer.CompleteAsync();
        await running.WaitAsync(GatewayHost.Patience);
    }
}
