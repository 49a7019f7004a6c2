using GameServer.Links;
using GameServer.Protocol.Identity;

namespace GameServer.Tests.Links.TestKit;

/// <summary>One connection with its two ends.</summary>
internal sealed class MemoryWire
{
    private readonly MemoryEnd _dialer;
    private readonly MemoryEnd _acceptor;

    internal MemoryWire(MemoryLinks network, MemoryNode dialer, MemoryNode acceptor)
    {
        _dialer = new MemoryEnd(network, dialer);
        _acceptor = new MemoryEnd(network, acceptor);
        _dialer.Join(_acceptor);
        _acceptor.Join(_dialer);
    }

    internal bool IsAlive => _dialer.IsOpen || _acceptor.IsOpen;

    internal bool Joins(NodeId process) => _dialer.Process == process || _acceptor.Process == process;

    internal void Open(ILinkEvents dialerEvents)
    {
        _acceptor.Open(_acceptor.Node.Accept!(_acceptor));
        _dialer.Open(dialerEvents);
        dialerEvents.Opened(_dialer);
    }

    internal void Break(string cause, bool losesAll)
    {
        _dialer.End(cause, losesAll);
        _acceptor.End(cause, losesAll);
    }

    internal void BreakFor(NodeId knowing)
    {
        _dialer.IsMute = true;
        _acceptor.IsMute = true;
        (_dialer.Process == knowing ? _dialer : _acceptor).End("cut", losesAll: true);
    }

    internal void Resume()
    {
        _dialer.Resume();
        _acceptor.Resume();
    }
}
