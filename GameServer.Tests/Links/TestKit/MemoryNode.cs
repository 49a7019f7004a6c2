using GameServer.Links;
using GameServer.Protocol.Identity;

namespace GameServer.Tests.Links.TestKit;

/// <summary>One process on the network: dials, and accepts what others dial once it listens.</summary>
internal sealed class MemoryNode(MemoryLinks network, NodeId process, LinkOptions options) : ILinkTransport
{
    internal NodeId Process => process;

    internal LinkOptions Options => options;

    /// <summary>The process has ended: nothing it does has any effect.</summary>
    internal bool IsGone { get; set; }

    /// <summary>Who hears what happens on a connection that was accepted; null while the process does not listen.</summary>
    internal Func<ILinkConnection, ILinkEvents>? Accept { get; set; }

    /// <inheritdoc />
    public void Dial(string address, ILinkEvents events)
    {
        if (IsGone)
        {
            return;
        }

        var to = network.At(address);
        if (to is not null && (network.IsSilent(process, to.Process) || network.IsSilent(to.Process, process)))
        {
            network.After(options.ConnectTimeout, () => Fail(events, false, "no connection in time"));
            return;
        }

        network.After(network.Delay(), () =>
        {
            if (IsGone)
            {
                return;
            }

            if (network.At(address) is { Accept: not null } listening)
            {
                network.Connect(this, listening, events);
            }
            else
            {
                Fail(events, true, "refused");
            }
        });
    }

    private void Fail(ILinkEvents events, bool isRefused, string cause)
    {
        if (!IsGone)
        {
            events.Failed(isRefused, cause);
        }
    }
}
