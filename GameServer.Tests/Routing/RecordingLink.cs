using GameServer.Links;

namespace GameServer.Tests.Routing;

/// <summary>One end of a link that takes every message at once.</summary>
internal sealed class RecordingLink : ILinkConnection
{
    internal RecordingLink() => Outbox = new LinkOutbox(this, 64 * 1024 * 1024, () => { });

    internal LinkOutbox Outbox { get; }

    internal List<byte[]> Messages { get; } = [];

    public long BytesReceived => 0;

    public void Send(ReadOnlyMemory<byte> message)
    {
        Messages.Add(message.ToArray());
        Outbox.Sent();
    }

    public void Trust()
    {
    }

    public void Next()
    {
    }

    public void Close()
    {
    }
}
