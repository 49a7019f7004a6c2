using GameServer.Authoring;
using GameServer.Games.Relay;

namespace GameServer.Bench.Soak;

/// <summary>A leak put in on purpose: each room leaves something behind that nobody will ever ask for. The soak must say so.</summary>
internal sealed class LeakyRoom(LeakyMemory memory) : Room<RelayState, RelayCommand, RelayEvent>
{
    internal const string Type = "leaky";

    public override RoomSettings Settings { get; } = new();

    protected override void OnCreated() => memory.Add();

    protected override void OnCommand(Player player, RelayCommand command) => Reject("A leaky room knows no command.");
}

/// <summary>What leaky rooms leave behind. From any thread.</summary>
internal sealed class LeakyMemory
{
    private const int BytesOfOne = 256 * 1024;

    private readonly Lock _gate = new();
    private readonly List<byte[]> _kept = [];

    internal void Add()
    {
        lock (_gate)
        {
            _kept.Add(new byte[BytesOfOne]);
        }
    }
}
