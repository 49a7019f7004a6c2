using GameServer.Protocol.V1;
using GameServer.Sessions;

namespace GameServer;

/// <summary>A client of a <see cref="Rehearsal"/>: takes whatever it is sent, and counts it.</summary>
internal sealed class RehearsalPlayer : IClientConnection, IOutboxWriter
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(2);

    private int _frames;

    internal RehearsalPlayer(OutboxLimits limits) => Outbox = new Outbox(Subprotocol.Binary, limits, new OutboxPool(), this);

    /// <inheritdoc />
    public Outbox Outbox { get; }

    /// <inheritdoc />
    public string RemoteAddress => "rehearsal";

    /// <summary>How many frames it has been sent.</summary>
    internal int Frames => Volatile.Read(ref _frames);

    /// <summary>Waits until it has been sent more than so many.</summary>
    internal Task MoreThanAsync(int frames, CancellationToken cancel) => UntilAsync(() => Frames > frames, cancel);

    internal static async Task UntilAsync(Func<bool> holds, CancellationToken cancel)
    {
        while (!holds())
        {
            await Task.Delay(LookEvery, cancel).ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public void Close(CloseCode code, string reason) => Outbox.Close(WireFrame.Close((int)code, reason));

    /// <inheritdoc />
    public OutboxWrite Write(ReadOnlyMemory<byte> bytes, int frames)
    {
        Interlocked.Add(ref _frames, frames);
        return OutboxWrite.Done;
    }

    /// <inheritdoc />
    public int WriteSome(ReadOnlySpan<byte> message, int frames)
    {
        Interlocked.Increment(ref _frames);
        return message.Length;
    }

    /// <inheritdoc />
    public void OverLimit()
    {
        // The rehearsal does not get on, and says so.
    }

    /// <inheritdoc />
    public void Unwritable(Exception failure)
    {
        // Likewise.
    }

    /// <inheritdoc />
    public void Ended()
    {
        // There is no socket to close.
    }
}
