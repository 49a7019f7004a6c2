namespace GameServer.Authoring;

/// <summary>What of a room survives the loss of its process.</summary>
public abstract record Durability
{
    private Durability()
    {
    }

    /// <summary>Nothing is stored; the room dies with its node and its members are told so.</summary>
    public static Durability Volatile { get; } = new VolatileDurability();

    internal sealed record VolatileDurability : Durability;
}
