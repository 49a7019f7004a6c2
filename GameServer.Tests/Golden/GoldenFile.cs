using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace GameServer.Tests.Golden;

/// <summary>frames.json, which the C# and the JavaScript tests read.</summary>
internal static class GoldenFile
{
    /// <summary>When it is 1, the test that compares the file with the product writes it instead.</summary>
    internal const string WriteVariable = "GAMESERVER_GOLDEN_WRITE";

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        NewLine = "\n",
        Converters = { new JsonStringEnumConverter() },
    };

    internal static string Path { get; } = System.IO.Path.Combine(RepositoryFolder.Path, "GameServer.Tests", "Golden", "frames.json");

    internal static string Write(IEnumerable<GoldenFrame> frames) => JsonSerializer.Serialize(frames, Options) + "\n";

    internal static IReadOnlyList<GoldenFrame> Read() => JsonSerializer.Deserialize<List<GoldenFrame>>(File.ReadAllText(Path), Options)!;
}
