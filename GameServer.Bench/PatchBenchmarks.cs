using BenchmarkDotNet.Attributes;
using GameServer.Authoring.Diff;
using GameServer.Games.Arena;
using GameServer.Protocol.Patches;
using GameServer.Protocol.V1;
using Google.Protobuf;

namespace GameServer.Bench;

/// <summary>What a turn pays for its state: one ship of many moves, against serialising the whole state.</summary>
[MemoryDiagnoser]
public class PatchBenchmarks
{
    private readonly ArenaState _state = new();
    private readonly ArenaState _replica = new();
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

    /// <summary>One ship moves; the patch is made and becomes what was published.</summary>
    [Benchmark]
    public StatePatch DiffOneMovedShip()
    {
        _state.Ships[1].X++;
        var patch = _differ!.Diff(_state)!.Value.Patch;
        _differ.Advance();
        return patch;
    }

    /// <summary>Nothing moves.</summary>
    [Benchmark]
    public bool DiffNothing() => _differ!.Diff(_state) is null;

    /// <summary>A replica takes the patch.</summary>
    [Benchmark]
    public PatchResult Apply() => StatePatchApplier.Apply(_replica, _patch!);

    /// <summary>What sending the full state would cost.</summary>
    [Benchmark(Baseline = true)]
    public byte[] SerialiseEverything() => _state.ToByteArray();
}
