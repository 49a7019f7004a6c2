using GameServer.Protocol.Codecs;
using GameServer.Protocol.V1;

namespace GameServer.Sessions;

/// <summary>Where a connection's reader hands in what it decoded. Called by that one reader, in the order of arrival.</summary>
internal interface ISessionInbox
{
    /// <summary>False when the session's mailbox is full: the reader answers BUSY and the envelope has not been taken.</summary>
    bool TryReceive(IClientConnection from, ClientEnvelope envelope);

    /// <summary>The same for a command that was read where it lies; its bytes are copied.</summary>
    bool TryReceive(IClientConnection from, CommandFields command);

    /// <summary>The connection has ended, however it did. The last call for a connection.</summary>
    void ConnectionLost(IClientConnection connection);
}
