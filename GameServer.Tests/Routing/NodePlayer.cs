using GameServer.Protocol.Codecs;
using GameServer.Protocol.V1;
using GameServer.Sessions;
using GameServer.Tests.Sessions;
using Google.Protobuf;

namespace GameServer.Tests.Routing;

/// <summary>A player of a <see cref="NodeWorld"/>: sends envelopes and reads what would have been written to its socket.</summary>
internal sealed class NodePlayer(NodeWorld world, RecordingConnection connection, ISessionInbox session)
{
    private uint _request;
    private ulong _command;

    internal void Send(ClientEnvelope envelope)
    {
        Post(envelope).ShouldBeTrue();
        world.RunUntilIdle();
    }

    /// <summary>Hands an envelope to the session and runs nothing. False: it was not taken.</summary>
    internal bool Post(ClientEnvelope envelope)
    {
        // As the gateway does: a command is read where it lies, anything else is decoded.
        ReadOnlySpan<byte> batch = BinaryCodec.EncodeClientBatch([envelope]);
        return CommandFields.TryTake(ref batch, out var command)
            ? session.TryReceive(connection, command)
            : session.TryReceive(connection, envelope);
    }

    /// <summary>The next envelope that has come; null when there is none.</summary>
    internal ServerEnvelope? Next() => connection.Next();

    internal CloseCode ClosedWith => connection.ClosedWith;

    /// <summary>Joins and says what came of it: the room's attachment or the error.</summary>
    internal ServerEnvelope Join(Join join)
    {
        join.Nonce = $"n{++_request}";
        var request = _request;
        Send(new ClientEnvelope { RequestId = request, Join = join });
        return Until(envelope => envelope.RequestId == request);
    }

    internal RoomAttached Enter(Join join) => Join(join).Attached.ShouldNotBeNull();

    internal ErrorCode Refused(Join join) => Join(join).Error.ShouldNotBeNull().Code;

    internal IReadOnlyList<RoomListing> List(ListRooms query)
    {
        Send(new ClientEnvelope { RequestId = ++_request, ListRooms = query });
        return Until(envelope => envelope.RoomList is not null).RoomList.Rooms;
    }

    internal void Command(uint room, IMessage command) => Send(new ClientEnvelope
    {
        Command = new Command { Room = room, CommandSeq = ++_command, Payload = command.ToByteString() },
    });

    internal void Leave(uint room)
    {
        Send(new ClientEnvelope { RequestId = ++_request, Leave = new Leave { Room = room, Nonce = $"l{_request}" } });
        Until(envelope => envelope.Left?.Room == room);
    }

    internal void Lose()
    {
        session.ConnectionLost(connection);
        world.RunUntilIdle();
    }

    /// <summary>The next envelope that is as wanted; those before it are passed over.</summary>
    internal ServerEnvelope Until(Func<ServerEnvelope, bool> isWanted)
    {
        while (connection.Next() is { } envelope)
        {
            if (isWanted(envelope))
            {
                return envelope;
            }
        }

        throw new InvalidOperationException("What the test waits for did not come.");
    }

    /// <summary>All updates of a room that have come.</summary>
    internal IReadOnlyList<RoomUpdate> Updates(uint room)
    {
        List<RoomUpdate> updates = [];
        while (connection.Next() is { } envelope)
        {
            if (envelope.Update?.Room == room)
            {
                updates.Add(envelope.Update);
            }
        }

        return updates;
    }
}
