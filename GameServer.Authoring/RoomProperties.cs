namespace GameServer.Authoring;

/// <summary>A room's properties for listings and filters: up to 32 names with text values. Used on the room's turn only.</summary>
public sealed class RoomProperties
{
    private readonly Dictionary<string, string> _values;

    internal RoomProperties(IReadOnlyDictionary<string, string> values) => _values = new(values);

    /// <summary>Gets a value, or null; setting null removes the name.</summary>
    public string? this[string name]
    {
        get => _values.GetValueOrDefault(name);
        set
        {
            if (value is null)
            {
                _values.Remove(name);
            }
            else
            {
                _values[name] = value;
            }
        }
    }
}
