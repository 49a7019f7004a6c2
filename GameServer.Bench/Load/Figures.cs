namespace GameServer.Bench.Load;

/// <summary>Measured numbers by name, in the order in which they are shown. A name says its unit.</summary>
internal sealed class Figures
{
    private readonly List<KeyValuePair<string, double>> _all = [];

    internal IReadOnlyList<KeyValuePair<string, double>> All => _all;

    /// <summary>What cannot be said, as after a division by nothing, is left out.</summary>
    internal void Add(string name, double value)
    {
        if (double.IsFinite(value))
        {
            _all.Add(new(name, value));
        }
    }

    internal double? Find(string name) => _all.Where(figure => figure.Key == name).Select(figure => (double?)figure.Value).FirstOrDefault();

    /// <summary>Of each name the median over all rounds that have it.</summary>
    internal static Figures Medians(IReadOnlyList<Figures> rounds)
    {
        var medians = new Figures();
        foreach (var name in rounds.SelectMany(round => round.All).Select(figure => figure.Key).Distinct())
        {
            medians.Add(name, Median([.. rounds.Select(round => round.Find(name)).OfType<double>()]));
        }

        return medians;
    }

    /// <summary>Of each name that both have the one divided by the other.</summary>
    internal static Figures Ratios(Figures one, Figures other)
    {
        var ratios = new Figures();
        foreach (var (name, value) in one.All)
        {
            ratios.Add(name, value / (other.Find(name) ?? double.NaN));
        }

        return ratios;
    }

    internal static double Median(double[] values)
    {
        Array.Sort(values);
        var middle = values.Length / 2;
        return values.Length == 0 ? double.NaN
            : values.Length % 2 == 1 ? values[middle]
            : (values[middle - 1] + values[middle]) / 2;
    }
}
