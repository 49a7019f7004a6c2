using System.Globalization;

namespace GameServer.Storage;

/// <summary>The numbered SQL files of one database, embedded in the program: 0001_rooms.sql is number 1.</summary>
internal static class Migrations
{
    /// <param name="folder">Sqlite or Postgres.</param>
    /// <returns>In order.</returns>
    internal static IReadOnlyList<Migration> Of(string folder)
    {
        var assembly = typeof(Migrations).Assembly;
        var prefix = $"GameServer.Storage.Sql.{folder}.";
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name =>
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
                var number = int.Parse(name.AsSpan(prefix.Length, 4), NumberStyles.None, CultureInfo.InvariantCulture);
                return new Migration(number, reader.ReadToEnd());
            })
            .ToList();
    }
}

/// <summary>One numbered SQL file.</summary>
internal readonly record struct Migration(int Number, string Sql);
