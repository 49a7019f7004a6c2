using System.Collections.Immutable;

namespace GameServer.Authoring;

/// <summary>A room's properties for listings and filters: up to 32 names with text values. Used on the room's turn only.</summary>
/// <remarks>A name has 1 to 64 characters, a value at most 256. A turn that is rolled back leaves them as they were.</remarks>
public sealed class RoomProperties
{
    private const int NamesMax = 32;
    private const int NameCharsMax = 64;
    private const int ValueCharsMax = 256;

    internal RoomProperties(IReadOnlyDictionary<string, string> values) => Values = values.ToImmutableDictionary();

    /// <summary>All of them as they are now.</summary>
    internal ImmutableDictionary<string, string> Values { get; set; }

    /// <summary>Gets a value, or null; setting null removes the name.</summary>
    /// <exception cref="ArgumentException">On setting: a name or value is too long, or there would be more than 32 names.</exception>
    public string? this[string name]
    {
        get => Values.GetValueOrDefault(name);
        set
        {
            if (value is null)
            {
                Values = Values.Remove(name);
                return;
            }

            if (Values.TryGetValue(name, out var present) && present == value)
            {
                return;
            }

            var changed = Values.SetItem(name, value);
            Values = Refusal(changed) is { } refusal ? throw new ArgumentException(refusal, nameof(name)) : changed;
        }
    }

    /// <summary>All of them become these.</summary>
    internal void Replace(IReadOnlyDictionary<string, string> values) =>
        Values = Refusal(values) is { } refusal ? throw new RoomHistoryException(refusal) : values.ToImmutableDictionary();

    /// <summary>Why these can't be a room's properties, as a sentence; null: they can.</summary>
    internal static string? Refusal(IReadOnlyDictionary<string, string> values)
    {
        if (values.Count > NamesMax)
        {
            return $"A room has at most {NamesMax} properties; these are {values.Count}.";
        }

        foreach (var (name, value) in values)
        {
            if (name.Length is 0 or > NameCharsMax)
            {
                return $"A property's name has 1 to {NameCharsMax} characters; this one has {name.Length}.";
            }

            if (value.Length > ValueCharsMax)
            {
                return $"A property's value has at most {ValueCharsMax} characters; the one of '{name}' has {value.Length}.";
            }
        }

        return null;
    }
}
