namespace GameServer.Games.Feed;

/// <summary>What a feed keeps: the newest reading of each name, within limits. Pure; null means done, a sentence why not.</summary>
internal static class Readings
{
    internal const int NamesMax = 500;
    internal const int NameCharactersMax = 64;
    internal const int UnitCharactersMax = 16;

    /// <summary>Takes all of it or nothing.</summary>
    internal static string? Publish(FeedState feed, Publish publish, ulong timeMs)
    {
        if (publish.Readings.Select(reading => WhyNot(reading.Key, reading.Value)).FirstOrDefault(why => why is not null) is { } refusal)
        {
            return refusal;
        }

        var added = publish.Readings.Keys.Count(name => !feed.Readings.ContainsKey(name));
        if (feed.Readings.Count + added > NamesMax)
        {
            return $"A feed holds at most {NamesMax} readings: retire some first.";
        }

        foreach (var (name, measured) in publish.Readings)
        {
            feed.Readings[name] = new Reading { Value = measured.Value, Unit = measured.Unit, TimeMs = timeMs };
        }

        return null;
    }

    /// <summary>Names that are not there are ignored, so this is never refused.</summary>
    internal static string? Retire(FeedState feed, Retire retire)
    {
        foreach (var name in retire.Names)
        {
            feed.Readings.Remove(name);
        }

        return null;
    }

    private static string? WhyNot(string name, Measurement measured)
    {
        if (name != CleanText.Line(name) || name.Length is 0 or > NameCharactersMax)
        {
            return $"A reading's name has 1 to {NameCharactersMax} visible characters.";
        }

        if (measured.Unit != CleanText.Line(measured.Unit) || measured.Unit.Length > UnitCharactersMax)
        {
            return $"The unit of {name} has more than {UnitCharactersMax} characters, or invisible ones.";
        }

        return double.IsFinite(measured.Value) ? null : $"The value of {name} is not a finite number.";
    }
}
