using System.Threading.Channels;

namespace GameServer.Actors;

/// <summary>One of the two queues of a mailbox: many writers, one reader, bounded. After it was closed it takes nothing more.</summary>
internal sealed class Lane(int max)
{
    private readonly Channel<object> _queue = Channel.CreateUnbounded<object>(new UnboundedChannelOptions { SingleReader = true });
    private int _count;

    internal bool IsEmpty => Volatile.Read(ref _count) == 0;

    internal TellAnswer Put(object message)
    {
        if (Interlocked.Increment(ref _count) > max)
        {
            Interlocked.Decrement(ref _count);
            return TellAnswer.Full;
        }

        return Write(message);
    }

    /// <summary>Beyond the limit if need be: for signals whose number is bounded by what the actor asked for.</summary>
    internal TellAnswer PutSignal(object signal)
    {
        Interlocked.Increment(ref _count);
        return Write(signal);
    }

    internal object? Take()
    {
        if (!_queue.Reader.TryRead(out var message))
        {
            return null;
        }

        Interlocked.Decrement(ref _count);
        return message;
    }

    internal void Close() => _queue.Writer.TryComplete();

    private TellAnswer Write(object message)
    {
        if (_queue.Writer.TryWrite(message))
        {
            return TellAnswer.Taken;
        }

        Interlocked.Decrement(ref _count);
        return TellAnswer.Stopped;
    }
}
