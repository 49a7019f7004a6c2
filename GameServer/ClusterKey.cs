using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace GameServer;

/// <summary>The keys that sign resume tokens: from the configuration, else one that is made once and kept in the data folder.</summary>
internal static class ClusterKey
{
    private const int KeyBytes = 32;
    private const string FileName = "cluster.key";

    /// <exception cref="ConfigurationException">A key is not Base64 of at least 32 bytes.</exception>
    internal static IReadOnlyList<SymmetricSecurityKey> Load(ServerOptions options)
    {
        if (options.ClusterKeys.Count > 0)
        {
            return options.ClusterKeys.Select((text, index) => Parse(text, $"GameServer:ClusterKeys:{index}")).ToList();
        }

        Directory.CreateDirectory(options.Data);
        var path = Path.Combine(options.Data, FileName);
        if (!File.Exists(path))
        {
            Make(path);
        }

        return [Parse(File.ReadAllText(path).Trim(), path)];
    }

    private static SymmetricSecurityKey Parse(string text, string where)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) && length >= KeyBytes
            ? new SymmetricSecurityKey(bytes[..length])
            : throw new ConfigurationException($"{where} is not a key: it must be Base64 of at least {KeyBytes} bytes.");
    }

    private static void Make(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        // Written beside and moved: a start that is cut off leaves no half key behind.
        var made = path + ".new";
        File.Delete(made);
        using (var writer = new StreamWriter(made, options))
        {
            writer.WriteLine(Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes)));
        }

        File.Move(made, path, overwrite: true);
    }
}
