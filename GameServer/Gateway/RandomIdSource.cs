using System.Security.Cryptography;
using GameServer.Identity;

namespace GameServer.Gateway;

/// <summary>Ids from the operating system's random source: 26 characters, 130 bits.</summary>
internal sealed class RandomIdSource : IIdSource
{
    private const int Length = 26;
    private const string Letters = "abcdefghijklmnopqrstuvwxyz234567";

    /// <inheritdoc />
    public string NewId() => RandomNumberGenerator.GetString(Letters, Length);
}
