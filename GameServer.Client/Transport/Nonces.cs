using System.Security.Cryptography;

namespace GameServer.Client.Transport;

/// <summary>Fresh randomness, from the operating system.</summary>
internal static class Nonces
{
    private const int NonceBytes = 16;

    internal static string Next()
    {
        var bytes = new byte[NonceBytes];
        RandomNumberGenerator.Fill(bytes);
        return BitConverter.ToString(bytes).Replace("-", "", StringComparison.Ordinal);
    }

    internal static int NextSeed() => RandomNumberGenerator.GetInt32(int.MaxValue);
}
