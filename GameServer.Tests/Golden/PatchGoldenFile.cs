using System.Text.Encodings.Web;
using System.Text.Json;

namespace GameServer.Tests.Golden;

/// <summary>patches.json, which the C# and the JavaScript tests read.</summary>
internal static class PatchGoldenFile
{
    /// <summary>When it is 1, the test that compares the file with the product writes it instead.</summary>
    internal const string WriteVariable = "GAMESERVER_GOLDEN_WRITE";

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        NewLine = "\n",
    };

    internal static string Path { get; } = System.IO.Path.Combine(RepositoryFolder.Path, "GameServer.Tests", "Golden", "patches.json");

    internal static string Write(IEnumerable<PatchVector> vectors) => JsonSerializer.Serialize(vectors, Options) + "\n";

    internal static IReadOnlyList<PatchVector> Read() => JsonSerializer.Deserialize<List<PatchVector>>(File.ReadAllText(Path), Options)!;
}
