using GameServer.Protocol.Identity;

namespace GameServer.Links;

/// <summary>
/// Where the links lead to. All calls about one process come in order, on the turn of its link's actor; those about different processes at
/// the same time.
/// </summary>
internal interface ILinkInbox
{
    /// <summary>The link is up: <see cref="LinkTable.Find"/> has its outbox.</summary>
    void Up(NodeId process);

    /// <summary>The link is down: whatever was in flight, either way, may be lost.</summary>
    void Down(NodeId process);

    /// <summary>One message: what the other side gave in one or more puts, each of them whole. The bytes last for this call only.</summary>
    void Receive(NodeId from, ReadOnlyMemory<byte> message);

    /// <summary>Nobody listens at the process's address: most likely it is gone. Told again after every dial that finds this.</summary>
    void Refused(NodeId process);
}
