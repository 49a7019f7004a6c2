using System.Buffers.Binary;
using System.Text;

namespace GameServer.Bench.Load.Client;

/// <summary>What a server sends to a client: the answer to its upgrade, then frames.</summary>
internal static class IncomingBytes
{
    /// <summary>Has the client take what is whole among the bytes; answers with the rest.</summary>
    internal static ReadOnlySpan<byte> Take(LoadClient client, ReadOnlySpan<byte> bytes)
    {
        if (client.Phase == ClientPhase.Upgrading)
        {
            var end = bytes.IndexOf("\r\n\r\n"u8);
            if (end < 0)
            {
                return bytes;
            }

            if (!bytes.StartsWith("HTTP/1.1 101"u8))
            {
                throw new FormatException("The upgrade was refused: " + Encoding.ASCII.GetString(bytes));
            }

            bytes = bytes[(end + 4)..];
            client.Phase = ClientPhase.Entering;
            client.Dialect.Opened(client);
        }

        while (ServerFrame.TryRead(bytes, out var frame))
        {
            bytes = bytes[frame.Length..];
            Handle(client, frame);
        }

        return bytes;
    }

    private static void Handle(LoadClient client, ServerFrame frame)
    {
        switch (frame.Kind)
        {
            case ServerFrame.Binary:
                client.Dialect.Receive(client, frame.Payload);
                break;
            case ServerFrame.Ping:
                client.Outgoing.Add(ServerFrame.Pong, frame.Payload);
                break;
            case ServerFrame.CloseCode when client.Phase != ClientPhase.Leaving:
                var code = frame.Payload.Length >= 2 ? BinaryPrimitives.ReadUInt16BigEndian(frame.Payload) : 0;
                throw new FormatException($"The server closed the connection with {code}.");
            default:
                break;
        }
    }
}
