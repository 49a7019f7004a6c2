using GameServer.Sessions;

namespace GameServer.Tests.Sessions;

/// <summary>Takes bytes and is never done with them.</summary>
internal sealed class HoldingTransport(Action<ReadOnlyMemory<byte>> took) : IOutboxWriter
{
    public OutboxWrite Write(ReadOnlyMemory<byte> bytes, int frames)
    {
        took(bytes);
        return OutboxWrite.Pending;
    }

    public int WriteSome(ReadOnlySpan<byte> message, int frames) => 0;

    public void OverLimit() => throw new InvalidOperationException("Nothing is over a limit.");

    public void Unwritable(Exception failure) => throw failure;

    public void Ended() => throw new InvalidOperationException("The connection goes on.");
}
