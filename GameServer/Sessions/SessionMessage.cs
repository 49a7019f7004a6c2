using System.Diagnostics;
using GameServer.Actors;
using GameServer.Protocol.Codecs;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;

namespace GameServer.Sessions;

/// <summary>What a session actor is told. A closed set: the actor names every case.</summary>
internal abstract record SessionMessage
{
    private SessionMessage()
    {
    }

    /// <summary>A connection wants to be this session's: the first, or one that resumes.</summary>
    /// <param name="Connection">The connection.</param>
    /// <param name="Resume">Null for a new session.</param>
    /// <param name="Presented">The generation in the resume token; 0 for a new session.</param>
    /// <param name="Answer">Answered in this turn.</param>
    internal sealed record Connect(IClientConnection Connection, Resume? Resume, Generation Presented, ReplyTo<DoorAnswer> Answer)
        : SessionMessage, IControlMessage;

    internal sealed record FromClient(IClientConnection Connection, ClientEnvelope Envelope) : SessionMessage
    {
        /// <summary>Of a command; null: it is not traced.</summary>
        internal Activity? Trace { get; init; }
    }

    /// <summary>
    /// A command; other frames come as <see cref="FromClient"/>. The session gives the object back when it has handled it.
    /// </summary>
    internal sealed record ClientCommand : SessionMessage
    {
        private const int PayloadBytesKept = 1024;

        private byte[] _payload = [];
        private int _payloadBytes;

        internal IClientConnection? Connection { get; private set; }

        internal uint Room { get; private set; }

        internal ulong Number { get; private set; }

        internal ulong RepliesSeen { get; private set; }

        internal ulong RewoundEpoch { get; private set; }

        internal uint RequestId { get; private set; }

        /// <summary>The command's span; null: it is not traced.</summary>
        internal Activity? Trace { get; set; }

        internal CommandContent Content => new(Number, RepliesSeen, RewoundEpoch, _payload.AsSpan(0, _payloadBytes), string.Empty)
        {
            Trace = Trace,
        };

        /// <summary>Its buffer is worth keeping for another command.</summary>
        internal bool IsSmall => _payload.Length <= PayloadBytesKept;

        /// <summary>Holds on to no connection and no span while it waits to be used again.</summary>
        internal void Forget()
        {
            Connection = null;
            Trace = null;
        }

        internal void Is(IClientConnection from, CommandFields fields)
        {
            (Connection, Room, Number) = (from, fields.Room, fields.Number);
            (RepliesSeen, RewoundEpoch, RequestId) = (fields.RepliesSeen, fields.RewoundEpoch, fields.RequestId);
            if (_payload.Length < fields.Payload.Length)
            {
                _payload = new byte[fields.Payload.Length];
            }

            fields.Payload.CopyTo(_payload);
            _payloadBytes = fields.Payload.Length;
        }
    }

    /// <summary>On the data lane: what the client had sent before comes first.</summary>
    internal sealed record ConnectionLost(IClientConnection Connection) : SessionMessage;

    /// <summary>A join has waited for too long: its room may have failed. A late answer is still good.</summary>
    internal sealed record JoinOverdue(Generation Generation, uint RequestId) : SessionMessage, IControlMessage;

    /// <summary>Rooms whose queues were full may have space again.</summary>
    internal sealed record AttachAgain : SessionMessage, IControlMessage;

    /// <summary>The session has been away for the whole resume window.</summary>
    internal sealed record WindowPassed : SessionMessage, IControlMessage;

    /// <summary>A room has this session's connection attached. Told before the room's frames reach the outbox.</summary>
    internal sealed record RoomEntered(RoomId Room, RoomNumber Number, RoomTypeName Type, Generation Generation, uint RequestId)
        : SessionMessage, IControlMessage
    {
        /// <summary>The room came back older than the client knows it, in this epoch; 0: it did not.</summary>
        internal ulong RewoundEpoch { get; init; }
    }

    /// <summary>The player is no member of the room any more, or this session is not the member's.</summary>
    internal sealed record RoomExited(RoomId Room) : SessionMessage, IControlMessage;

    /// <summary>The room goes on in another activation: a connection that was attached asks for what follows the position.</summary>
    internal sealed record RoomMoved(RoomId Room, Generation Generation, Position From) : SessionMessage, IControlMessage;

    /// <summary>What the session asked of a room cannot be: the room has ended, or no server here can run it.</summary>
    /// <param name="Room">The room.</param>
    /// <param name="Generation">The connection that asked.</param>
    /// <param name="RequestId">Its request; 0: none.</param>
    /// <param name="Reason">A sentence.</param>
    internal sealed record RoomGone(RoomId Room, Generation Generation, uint RequestId, string Reason) : SessionMessage, IControlMessage;

    /// <summary>A later connection of the session, of another life of it, has been working in a room since.</summary>
    internal sealed record Overtaken(Generation Generation) : SessionMessage, IControlMessage;

    internal sealed record JoinRefused(Generation Generation, uint RequestId, Error Error) : SessionMessage, IControlMessage;

    /// <summary>A listing was refused.</summary>
    internal sealed record ListRefused(Generation Generation, uint RequestId, Error Error) : SessionMessage, IControlMessage;

    internal sealed record RoomsListed(Generation Generation, uint RequestId, RoomList Rooms) : SessionMessage, IControlMessage;

    /// <summary>An operator wants to know which rooms it is in.</summary>
    internal sealed record Look(ReplyTo<SessionSeen> Answer) : SessionMessage, IControlMessage;

    internal sealed record RoomsFound(Generation Generation, IReadOnlyList<RoomRef> Rooms) : SessionMessage, IControlMessage;
}

/// <summary>What a session tells of itself.</summary>
internal sealed record SessionSeen(IReadOnlyList<RoomRef> Rooms);
