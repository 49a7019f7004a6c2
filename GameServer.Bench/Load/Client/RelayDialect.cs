namespace GameServer.Bench.Load.Client;

/// <summary>What clients in a relay room speak: each message is a command, comes to all members as an event, and is answered.</summary>
internal sealed class RelayDialect(ClientEvents events, string roomType = "relay") : GameDialect(events, roomType)
{
    private const int DataField = 2;

    internal override void Event(LoadClient client, ReadOnlySpan<byte> payload)
    {
        var fields = new ProtoWalk(payload);
        while (fields.Next())
        {
            if (fields.Field == DataField)
            {
                var message = RelayedMessage.Read(fields.Bytes);
                client.Returned += message.Slot == client.Slot ? 1ul : 0;
                Events.Delivered(client, message);
            }
        }
    }

    internal override void Say(LoadClient client, long meantFor)
    {
        Span<byte> message = stackalloc byte[RelayedMessage.Bytes];
        new RelayedMessage(meantFor, client.Slot, ++client.Sent).Write(message);
        GameFrames.Relay(client, message);
    }
}
