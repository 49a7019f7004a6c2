namespace GameServer.Authoring;

/// <summary>How a <see cref="RoomHarness"/> makes its room. All defaults are fixed: a test is repeatable without saying anything.</summary>
public sealed record HarnessOptions
{
    /// <summary>The seed of the room's random source.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The time at which the room is made; from there only Advance and Tick move it.</summary>
    public DateTimeOffset Start { get; init; } = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The room's key.</summary>
    public string Key { get; init; } = "";

    /// <summary>The room's first properties.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();
}
