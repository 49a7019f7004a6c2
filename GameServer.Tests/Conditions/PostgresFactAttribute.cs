namespace GameServer.Tests.Conditions;

/// <summary>A test against a real PostgreSQL, which the tests start themselves. Skipped, saying why, where it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute()
    {
        Skip = Requirement.SkipFor(PostgresPrograms.Missing);
    }
}
