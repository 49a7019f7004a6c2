namespace GameServer.Tests.Simulation;

/// <summary>A client's connection to a node. When it breaks, each end hears of it in its own time, or does not.</summary>
internal sealed class SimLine
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(30);

    private readonly SimAgenda _agenda;
    private readonly SimRandom _random;
    private readonly FaultCounts _counts;
    private bool _clientKnows;
    private bool _serverKnows;

    internal SimLine(SimAgenda agenda, SimRandom random, FaultCounts counts)
    {
        (_agenda, _random, _counts) = (agenda, random, counts);
        ToServer = new SimLane(agenda, random) { Cut = () => Cut(SimFault.CutFromClient) };
        ToClient = new SimLane(agenda, random) { Cut = () => Cut(SimFault.CutToClient) };
    }

    internal SimLane ToServer { get; }

    internal SimLane ToClient { get; }

    internal bool IsBroken => ToServer.IsBroken;

    /// <summary>The client's end hears that the connection is gone. Called once at most.</summary>
    internal Action ClientHears { get; set; } = () => { };

    /// <summary>The server's end hears that the connection is gone. Called once at most.</summary>
    internal Action ServerHears { get; set; } = () => { };

    /// <summary>The client has let go of it.</summary>
    internal void LeftByClient()
    {
        _clientKnows = true;
        Break();
        TellServer(_random.Time(Soon));
    }

    /// <summary>The server has let go of it: what it wrote still arrives.</summary>
    internal void LeftByServer()
    {
        _serverKnows = true;
        _agenda.After(_random.Time(Soon), () =>
        {
            Break();
            TellClient(TimeSpan.Zero);
        });
    }

    /// <summary>The server's process is gone.</summary>
    /// <param name="silently">And so is its machine: nobody tells the client.</param>
    internal void ServerDied(bool silently)
    {
        _serverKnows = true;
        Break();
        if (!silently)
        {
            TellClient(_random.Time(Soon));
        }
    }

    private void Cut(SimFault fault)
    {
        _counts.Add(fault);
        Break();
        TellClient(Heard());
        TellServer(Heard());
    }

    private TimeSpan Heard()
    {
        if (!_random.OneIn(8))
        {
            return _random.Time(Soon);
        }

        _counts.Add(SimFault.HalfOpen);
        return _random.Between(Soon, Late);
    }

    private void Break()
    {
        ToServer.Break();
        ToClient.Break();
    }

    private void TellClient(TimeSpan after) => _agenda.After(after, () =>
    {
        if (!_clientKnows)
        {
            _clientKnows = true;
            ClientHears();
        }
    });

    private void TellServer(TimeSpan after) => _agenda.After(after, () =>
    {
        if (!_serverKnows)
        {
            _serverKnows = true;
            ServerHears();
        }
    });
}
