namespace GameServer.Bench.Load.Client;

/// <summary>What the baseline's clients speak: a message is 40 bytes, and an empty one says that the group is entered.</summary>
internal sealed class BaselineDialect(ClientEvents events) : Dialect(events)
{
    internal override string Path(LoadClient client) => $"/?room={client.Room}";

    internal override void Receive(LoadClient client, ReadOnlySpan<byte> message)
    {
        if (message.IsEmpty)
        {
            Ready(client);
            return;
        }

        var relayed = RelayedMessage.Read(message);
        if (relayed.Slot == client.Slot)
        {
            client.Returned++;
            client.Answered++;
        }

        Events.Delivered(client, relayed);
    }

    internal override void Say(LoadClient client, long meantFor)
    {
        Span<byte> message = stackalloc byte[RelayedMessage.Bytes];
        new RelayedMessage(meantFor, client.Slot, ++client.Sent).Write(message);
        client.Outgoing.Add(ServerFrame.Binary, message);
    }
}
