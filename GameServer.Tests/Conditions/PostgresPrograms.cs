namespace GameServer.Tests.Conditions;

/// <summary>Where this machine has the programs of PostgreSQL: on the search path, or where Debian puts each release.</summary>
internal static class PostgresPrograms
{
    internal static string? Initdb { get; } = Find("initdb");

    internal static string? Postgres { get; } = Find("postgres");

    /// <summary>Why there are none; null when there are.</summary>
    internal static string? Missing { get; } = Initdb is null || Postgres is null
        ? "PostgreSQL is not installed: there is no initdb and postgres, neither on the search path nor in /usr/lib/postgresql."
        : null;

    private static string? Find(string name) => Requirement.FindProgram(name) ?? FindOfDebian(name);

    private static string? FindOfDebian(string name)
    {
        const string Releases = "/usr/lib/postgresql";
        return Directory.Exists(Releases)
            ? Directory.GetDirectories(Releases)
                .OrderByDescending(folder => Path.GetFileName(folder).Length)
                .ThenByDescending(Path.GetFileName, StringComparer.Ordinal)
                .Select(folder => Path.Combine(folder, "bin", name))
                .FirstOrDefault(File.Exists)
            : null;
    }
}
