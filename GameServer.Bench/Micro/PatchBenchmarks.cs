using BenchmarkDotNet.Attributes;
using GameServer.Authoring.Diff;
using GameServer.Games.Arena;
using GameServer.Protocol.Codecs;
using GameServer.Protocol.Patches;
using GameServer.Protocol.V1;
using Google.Protobuf;

namespace GameServer.Bench.Micro;

/// <summary>What a turn pays for its state: one or ten ships of many move, against serialising the whole state.</summary>
[MemoryDiagnoser]
public class PatchBenchmarks
{
    private readonly ArenaState _state = new();
    private readonly ArenaState _replica = new();
    private readonly FrameWriter _frame = new();
    private StateDiffer<ArenaState>? _differ;
    private StatePatch? _patch;

    /// <summary>Ships in the state.</summary>
    [Params(10, 1_000)]
    public uint Ships { get; set; }

    /// <summary>Fills the state and takes one patch for <see cref="Apply"/>.</summary>
    [GlobalSetup]
    public void Fill()
    {
        for (uint number = 1; number <= Ships; number++)
        {
            _state.Ships[number] = new Ship
            {
                Name = $"Ship {number}",
                X = (int)number,
                Y = 7,
                Vx = 3,
                Vy = -3,
                Hull = 3,
                Color = 0x3366FF,
            };
        }

        _differ = new StateDiffer<ArenaState>(_state);
        _replica.MergeFrom(_state.ToByteString());
        _state.Ships[1].X++;
        _patch = _differ.Diff(_state)!.Value.Patch;
        _differ.Advance();
    }

    /// <summary>One ship moves; the patch is encoded and becomes what was published.</summary>
    [Benchmark]
    public int DiffOneMovedShip()
    {
        _state.Ships[1].X++;
        return Publish();
    }

    /// <summary>Ten ships move; the patch is encoded and becomes what was published.</summary>
    [Benchmark]
    public int DiffTenMovedShips()
    {
        for (uint number = 1; number <= 10; number++)
        {
            var ship = _state.Ships[number];
            ship.X += ship.Vx;
            ship.Y += ship.Vy;
            ship.Heading++;
        }

        return Publish();
    }

    /// <summary>Nothing moves.</summary>
    [Benchmark]
    public bool DiffNothing()
    {
        _frame.Clear();
        return _differ!.TryDiff(_state, _frame, out _);
    }

    /// <summary>The hash that goes with every so many updates, after one ship has moved.</summary>
    [Benchmark]
    public ulong DiffOneMovedShipAndHash()
    {
        DiffOneMovedShip();
        return _differ!.Hash;
    }

    /// <summary>A replica takes the patch.</summary>
    [Benchmark]
    public PatchResult Apply() => StatePatchApplier.Apply(_replica, _patch!);

    /// <summary>What sending the full state would cost.</summary>
    [Benchmark(Baseline = true)]
    public byte[] SerialiseEverything() => _state.ToByteArray();

    private int Publish()
    {
        _frame.Clear();
        _differ!.TryDiff(_state, _frame, out _);
        _differ.Advance();
        return _frame.Length;
    }
}
