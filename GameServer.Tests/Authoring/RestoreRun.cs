using GameServer.Authoring;
using GameServer.Authoring.Kernel;
using GameServer.Protocol.V1;
using GameServer.Tests.Authoring.Probe;

namespace GameServer.Tests.Authoring;

/// <summary>One seeded run of two rooms with the same inputs, of which one is lost and restored again and again.</summary>
internal sealed class RestoreRun
{
    private const int Clients = 5;
    private static readonly TimeSpan _step = TimeSpan.FromMilliseconds(100);

    private readonly Random _random;
    private readonly RestoredSide _kept;

    internal RestoreRun(int seed, int tickRate)
    {
        _random = new Random(seed);
        var setup = new RoomSettings
        {
            Durability = Durability.Committed,
            TickRate = tickRate,
            ReplayUpdatesMax = 12,
            HashEvery = 1,
            Grace = Timeout.InfiniteTimeSpan,
            EmptyLifetime = Timeout.InfiniteTimeSpan,
            StateBytesMax = 64 * 1024,
        };
        _kept = new RestoredSide(setup, Clients);
        Lost = new RestoredSide(setup, Clients);
    }

    /// <summary>What the store makes of a record; a test that the checks can fail.</summary>
    internal Action<TurnRecord> Spoil { get; init; } = _ => { };

    /// <summary>Replayed updates come as they were recorded.</summary>
    internal bool KeepEpochs { get; init; }

    internal RestoredSide Lost { get; }

    internal int Losses { get; private set; }

    internal void Go(int turns)
    {
        Lost.KeepEpochs = KeepEpochs;
        for (var turn = 0; turn < turns; turn++)
        {
            if (_random.Next(5) == 0)
            {
                Lost.TakeSnapshot();
            }

            if (_random.Next(15) == 0 && !(_kept.Rig.Kernel.WakeAt <= _kept.Rig.Now + (10 * _step) + Awakening.ReattachChance))
            {
                Lose();
            }
            else if (_random.Next(5) < 2)
            {
                ComeBack();
            }
            else
            {
                Play();
            }

            var (kept, lost) = (Stored(_kept), Stored(Lost));
            if (!kept.Equals(lost))
            {
                $"{lost}".ShouldBe($"{kept}", $"after turn {turn}");
            }

            Hash(Lost).ShouldBe(Hash(_kept));
        }

        foreach (var number in Enumerable.Range(0, Clients))
        {
            _kept.Step(_step, side => side.Clients[number].Return());
            Lost.Step(_step, side => side.Clients[number].Return());
        }

        Compare();
    }

    /// <summary>The one room is lost with its process; the other's connections all break.</summary>
    private void Lose()
    {
        // Connections break before the room's process does.
        foreach (var number in Enumerable.Range(0, Clients).Where(_ => _random.Next(2) == 0))
        {
            _kept.Clients[number].IsDeaf = Lost.Clients[number].IsDeaf = true;
        }

        foreach (var _ in Enumerable.Range(0, _random.Next(1, 5)))
        {
            Play();
        }

        // What was seen since the last record is not stored: after one the two rooms hold the same.
        RoomInput[] recorded = [new RoomInput.Told(new ProbeCommand { Add = 1 })];
        _kept.Step(_step, _ => recorded);
        Lost.Step(_step, _ => recorded);
        Losses++;
        var broken = _kept.Clients.Where(client => client.IsHere).OrderBy(client => client.Number).ToList();
        RoomInput[] lost = [.. broken.Select(client => new RoomInput.ConnectionLost(client.Address))];
        _kept.Clients.ForEach(client => client.BreakOff());
        Lost.Clients.ForEach(client => client.BreakOff());
        _kept.Step(TimeSpan.Zero, _ => lost);
        Lost.Restore(_random, Spoil);
    }

    /// <summary>Alone in its turn, so that a replay that must be read first comes to the same.</summary>
    private void ComeBack()
    {
        var at = _random.Next(Clients);
        var join = _random.Next(4) == 0;
        foreach (var side in new[] { _kept, Lost })
        {
            side.Step(_step, _ => side.Clients[at].Return(join));
        }

        Compare();
    }

    private void Play()
    {
        var dice = Enumerable.Range(0, _random.Next(1, 6)).Select(_ => (Who: _random.Next(Clients), Seed: _random.Next())).ToList();
        var kept = _kept.Step(_step, side => dice.Select(throwing => Input(side, throwing.Who, throwing.Seed)).OfType<RoomInput>());
        var lost = Lost.Step(_step, side => dice.Select(throwing => Input(side, throwing.Who, throwing.Seed)).OfType<RoomInput>());
        lost.ShouldBe(kept);
    }

    private static RoomInput? Input(RestoredSide side, int who, int seed)
    {
        var random = new Random(seed);
        var client = side.Clients[who];
        if (!client.IsHere || client.IsDeaf)
        {
            return random.Next(4) == 0 ? new RoomInput.Reserve($"seat{random.Next(4)}", null, side.Rig.Now + 20.Seconds()) : null;
        }

        switch (random.Next(20))
        {
            case 0:
                client.BreakOff();
                return new RoomInput.ConnectionLost(client.Address);
            case 1:
                return client.Leave();
            case 2:
                return new RoomInput.Told(new ProbeCommand { Add = 100, Draw = true });
            case 3:
                return client.Again(random);
            case 4:
                return client.Skip();
            case 5:
                return client.SaySeen();
            default:
                return client.Send(Command(random, client, side));
        }
    }

    private static ProbeCommand Command(Random random, RestoredClient client, RestoredSide side)
    {
        var command = new ProbeCommand { Add = 1, Broadcast = { client.NextText() }, Fill = (uint)random.Next(1, 30) };
        switch (random.Next(12))
        {
            case 0:
                command.Draw = true;
                break;
            case 1:
                command.Reply.Add($"reply {random.Next(100)}");
                break;
            case 2:
                command.Reject.Add("no");
                break;
            case 3:
                command.Schedule = new Probe.Timer
                {
                    Key = $"t{random.Next(6)}",
                    DelayMs = 1_000 * random.Next(3, 20),
                    Command = new ProbeCommand { Draw = true, Broadcast = { "timer" } },
                };
                break;
            case 4:
                command.Cancel = $"t{random.Next(6)}";
                break;
            case 5:
                command.Property = $"p{random.Next(4)}={random.Next(10)}";
                break;
            case 6:
                command.Fail = "thrown";
                break;
            case 7:
                command.Whisper.Add(new Whisper { To = client.Number, Text = $"psst {client.NextText()}" });
                break;
            case 8 or 9 or 10:
                var others = side.Clients.Where(other => other.Number > 0).ToList();
                var to = others[random.Next(others.Count)];
                command.Whisper.Add(new Whisper { To = to.Number, Text = $"hey {client.NextText()}" });
                break;
        }

        return command;
    }

    private void Compare()
    {
        foreach (var (kept, lost) in _kept.Clients.Zip(Lost.Clients))
        {
            lost.Events.ShouldBe(kept.Events);
            lost.Results.ShouldBe(kept.Results);
            lost.IsHere.ShouldBe(kept.IsHere);
            lost.Number.ShouldBe(kept.Number);
            if (lost is { IsHere: true, IsDeaf: false })
            {
                lost.Replica.State.ShouldBe(Lost.Rig.State);
                lost.Replica.Version.ShouldBe(kept.Replica.Version);
            }
        }

        Lost.Rig.State.ShouldBe(_kept.Rig.State);
    }

    /// <summary>All that a room holds, but its epochs.</summary>
    private static RoomSnapshot Stored(RestoredSide side)
    {
        var snapshot = RoomSnapshot.Parser.ParseFrom(side.Rig.Kernel.Snapshot());
        snapshot.Epochs.Clear();
        var commands = snapshot.Ledger.Commands.OrderBy(row => row.PlayerNumber).ToList();
        snapshot.Ledger.Commands.Clear();
        snapshot.Ledger.Commands.AddRange(commands);
        return snapshot;
    }

    private static ulong Hash(RestoredSide side) => GameServer.Protocol.Patches.StateHash.Compute(side.Rig.State);
}
