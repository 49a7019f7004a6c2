using GameServer.Links;

namespace GameServer.Tests.Simulation;

/// <summary>One process on the network between nodes: dials, and accepts what others dial.</summary>
/// <param name="network">The network.</param>
/// <param name="name">The node's, and its address.</param>
/// <param name="process">The process.</param>
/// <param name="accept">Who hears what happens on a connection that comes in.</param>
internal sealed class SimLinkTransport(
    SimNetwork network, string name, SimProcess process, Func<ILinkConnection, ILinkEvents> accept) : ILinkTransport
{
    internal string Name => name;

    internal SimProcess Process => process;

    /// <inheritdoc />
    public void Dial(string address, ILinkEvents events) => network.Dial(this, address, events);

    internal ILinkEvents Accept(ILinkConnection connection) => accept(connection);
}
