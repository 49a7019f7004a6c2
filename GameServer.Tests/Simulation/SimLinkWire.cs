using GameServer.Links;

namespace GameServer.Tests.Simulation;

/// <summary>A connection between two nodes. When it breaks, each end hears of it in its own time, or only by the silence.</summary>
internal sealed class SimLinkWire
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(20);

    private readonly SimWorld _world;
    private readonly SimLane _toAcceptor;
    private readonly SimLane _toDialer;
    private readonly SimLinkEnd _dialer;
    private readonly SimLinkEnd _acceptor;

    internal SimLinkWire(SimWorld world, SimLinkTransport dialer, SimLinkTransport acceptor)
    {
        (_world, Dialer, Acceptor) = (world, dialer, acceptor);
        _toAcceptor = new SimLane(world.Agenda, world.Random) { Cut = Cut };
        _toDialer = new SimLane(world.Agenda, world.Random) { Cut = Cut };
        _dialer = new SimLinkEnd(world, dialer.Process, _toDialer, _toAcceptor);
        _acceptor = new SimLinkEnd(world, acceptor.Process, _toAcceptor, _toDialer);
    }

    internal SimLinkTransport Dialer { get; }

    internal SimLinkTransport Acceptor { get; }

    internal bool IsAlive => !_toAcceptor.IsBroken;

    /// <summary>An end believes in it that has a process to believe.</summary>
    internal bool IsBelieved => (_dialer.IsOpen && !Dialer.Process.IsGone) || (_acceptor.IsOpen && !Acceptor.Process.IsGone);

    internal bool Joins(SimLinkTransport one, SimLinkTransport other) =>
        (Dialer == one && Acceptor == other) || (Dialer == other && Acceptor == one);

    /// <summary>It is there, at both ends.</summary>
    internal void Open(ILinkEvents dialerEvents)
    {
        _acceptor.Open(Acceptor.Accept(_acceptor), () => LeftBy(_dialer));
        Dialer.Process.Enter(() =>
        {
            _dialer.Open(dialerEvents, () => LeftBy(_acceptor));
            dialerEvents.Opened(_dialer);
        });
    }

    internal void CutAfter(int bytes) => (_world.Random.OneIn(2) ? _toAcceptor : _toDialer).CutAfter(bytes);

    internal void Stall(TimeSpan time)
    {
        _toAcceptor.Stall(time);
        _toDialer.Stall(time);
    }

    internal void StallOneWay(TimeSpan time) => (_world.Random.OneIn(2) ? _toAcceptor : _toDialer).Stall(time);

    /// <summary>One end's process is gone.</summary>
    internal void Died(SimLinkTransport gone, bool silently)
    {
        Break();
        if (!silently)
        {
            Tell(gone == Dialer ? _acceptor : _dialer, _world.Random.Time(Soon), "reset");
        }
    }

    private void LeftBy(SimLinkEnd other)
    {
        // Half of the time what was sent before still arrives.
        var after = _world.Random.Time(Soon);
        if (_world.Random.OneIn(2))
        {
            Break();
        }
        else
        {
            _world.Agenda.After(after, Break);
        }

        Tell(other, after, "closed by the other side");
    }

    private void Cut()
    {
        _world.Counts.Add(SimFault.LinkCut);
        Break();
        Tell(_dialer, Heard(), "cut");
        Tell(_acceptor, Heard(), "cut");
    }

    private TimeSpan Heard() => _world.Random.OneIn(4) ? _world.Random.Between(Soon, Late) : _world.Random.Time(Soon);

    private void Break()
    {
        _toAcceptor.Break();
        _toDialer.Break();
    }

    private void Tell(SimLinkEnd end, TimeSpan after, string cause) => _world.Agenda.After(after, () => end.End(cause));
}
