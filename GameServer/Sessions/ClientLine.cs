using GameServer.Protocol.Codecs;
using GameServer.Protocol.V1;

namespace GameServer.Sessions;

/// <summary>A session's present connection, if it has one, and what is answered on it. Used on the session's turn.</summary>
internal sealed class ClientLine
{
    internal IClientConnection? Connection { get; set; }

    /// <summary>Null: someone else answers.</summary>
    internal void Answer(ServerEnvelope? envelope)
    {
        if (envelope is not null)
        {
            Connection?.Outbox.Send(new OutgoingFrame(envelope));
        }
    }

    /// <summary>All of them, in order; nothing is left to answer.</summary>
    internal ServerEnvelope? Answer(IEnumerable<ServerEnvelope> envelopes)
    {
        foreach (var envelope in envelopes)
        {
            Answer(envelope);
        }

        return null;
    }
}
