using System.Reflection;
using Xunit.Sdk;

namespace GameServer.Tests.Conditions;

/// <summary>The forms of the store.</summary>
public enum StoreForm
{
    /// <summary>In memory.</summary>
    Memory,

    /// <summary>A SQLite file.</summary>
    Sqlite,

    /// <summary>A real PostgreSQL.</summary>
    Postgres,
}

/// <summary>Runs a theory on the forms of the store that need nothing installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LocalStoresAttribute : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[StoreForm.Memory], [StoreForm.Sqlite]];
}

/// <summary>Runs a theory on PostgreSQL too. Skipped, saying why, where it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresStoreAttribute : DataAttribute
{
    public PostgresStoreAttribute()
    {
        Skip = Requirement.SkipFor(PostgresPrograms.Missing);
    }

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[StoreForm.Postgres]];
}

/// <summary>Runs a theory on the store in memory: with PostgreSQL the forms that a cluster may have.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MemoryStoreAttribute : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[StoreForm.Memory]];
}
