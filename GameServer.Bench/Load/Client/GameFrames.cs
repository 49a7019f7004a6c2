namespace GameServer.Bench.Load.Client;

/// <summary>
/// The frames that the bench's clients send to the server (proto/gameserver/v1/client.proto), written without an object each.
/// </summary>
internal static class GameFrames
{
    private const int BytesMax = 512;
    private const int Envelopes = 1;
    private const int RequestId = 15;

    internal static void Hello(Outgoing outgoing, int number)
    {
        var draft = new ProtoDraft(stackalloc byte[BytesMax]);
        var envelope = draft.Open(Envelopes);
        var hello = draft.Open(4);
        draft.Number(1, 1);
        draft.Text(3, $"Client {number}");
        draft.Text(4, "GameServer.Bench");
        draft.Close(hello);
        draft.Close(envelope);
        outgoing.Add(ServerFrame.Binary, draft.Written);
    }

    /// <summary>Into the one room of that type and key.</summary>
    internal static void Join(Outgoing outgoing, string type, string key)
    {
        var draft = new ProtoDraft(stackalloc byte[BytesMax]);
        var envelope = draft.Open(Envelopes);
        var join = draft.Open(6);
        draft.Text(1, "n");
        var target = draft.Open(4);
        draft.Text(1, type);
        draft.Text(2, key);
        draft.Close(target);
        draft.Close(join);
        draft.Number(RequestId, 1);
        draft.Close(envelope);
        outgoing.Add(ServerFrame.Binary, draft.Written);
    }

    /// <summary>Into a new room of that type.</summary>
    internal static void Create(Outgoing outgoing, string type, int request)
    {
        var draft = new ProtoDraft(stackalloc byte[BytesMax]);
        var envelope = draft.Open(Envelopes);
        var join = draft.Open(6);
        draft.Text(1, $"n{request}");
        var target = draft.Open(3);
        draft.Text(1, type);
        draft.Close(target);
        draft.Close(join);
        draft.Number(RequestId, (ulong)request);
        draft.Close(envelope);
        outgoing.Add(ServerFrame.Binary, draft.Written);
    }

    /// <summary>The client's command of the number that it has just taken: a RelayCommand with these bytes for all members.</summary>
    internal static void Relay(LoadClient client, ReadOnlySpan<byte> data)
    {
        var draft = new ProtoDraft(data.Length <= RelayedMessage.Bytes ? stackalloc byte[BytesMax] : new byte[BytesMax + data.Length]);
        var envelope = draft.Open(Envelopes);
        var command = Command(ref draft, client);
        var payload = draft.Open(4);
        draft.Number(1, 1);
        draft.Bytes(2, data);
        draft.Close(payload);
        draft.Close(command);
        draft.Close(envelope);
        client.Outgoing.Add(ServerFrame.Binary, draft.Written);
    }

    /// <summary>The client's command of the number that it has just taken: an arena's ship flies in circles from now on.</summary>
    internal static void Steer(LoadClient client)
    {
        var draft = new ProtoDraft(stackalloc byte[BytesMax]);
        var envelope = draft.Open(Envelopes);
        var command = Command(ref draft, client);
        var payload = draft.Open(4);
        var steer = draft.Open(1);
        draft.Number(1, 2);
        draft.Number(2, 1);
        draft.Close(steer);
        draft.Close(payload);
        draft.Close(command);
        draft.Close(envelope);
        client.Outgoing.Add(ServerFrame.Binary, draft.Written);
    }

    /// <summary>Says where the client stands in its room, if it is in one.</summary>
    internal static void Heartbeat(LoadClient client)
    {
        var draft = new ProtoDraft(stackalloc byte[BytesMax]);
        var envelope = draft.Open(Envelopes);
        var heartbeat = draft.Open(2);
        draft.Number(1, (ulong)(Clock.Now / Clock.Millisecond));
        if (client.RoomNumber != 0)
        {
            var room = draft.Open(2);
            draft.Number(2, client.RoomNumber);
            draft.Number(3, client.Chain.Epoch);
            draft.Number(4, client.Chain.Version);
            draft.Number(5, client.Answered);
            draft.Close(room);
        }

        draft.Close(heartbeat);
        draft.Close(envelope);
        client.Outgoing.Add(ServerFrame.Binary, draft.Written);
    }

    /// <summary>Out of its room.</summary>
    internal static void Leave(LoadClient client)
    {
        var draft = new ProtoDraft(stackalloc byte[BytesMax]);
        var envelope = draft.Open(Envelopes);
        var leave = draft.Open(7);
        draft.Number(1, client.RoomNumber);
        draft.Text(2, "l");
        draft.Close(leave);
        draft.Number(RequestId, 2);
        draft.Close(envelope);
        client.Outgoing.Add(ServerFrame.Binary, draft.Written);
    }

    private static int Command(ref ProtoDraft draft, LoadClient client)
    {
        var command = draft.Open(1);
        draft.Number(1, client.RoomNumber);
        draft.Number(2, client.Sent);
        draft.Number(3, client.Answered);
        return command;
    }
}
