using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace GameServer.Webhooks;

/// <summary>Signs requests as https://www.standardwebhooks.com says for symmetric secrets. From any thread.</summary>
internal sealed class WebhookSecret
{
    internal const string Prefix = "whsec_";
    internal const int BytesMin = 24;
    internal const int BytesMax = 64;

    private readonly byte[] _key;

    private WebhookSecret(byte[] key) => _key = key;

    /// <summary>Null: it is none.</summary>
    internal static WebhookSecret? Read(string text)
    {
        if (!text.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        var encoded = text[Prefix.Length..];
        var key = new byte[encoded.Length];
        return Convert.TryFromBase64String(encoded, key, out var length) && length is >= BytesMin and <= BytesMax
            ? new WebhookSecret(key[..length])
            : null;
    }

    /// <summary>One element of the header webhook-signature.</summary>
    internal string Sign(string id, long timestamp, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        hmac.AppendData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}.")));
        hmac.AppendData(body);
        return "v1," + Convert.ToBase64String(hmac.GetHashAndReset());
    }

    /// <summary>Nothing of the secret.</summary>
    public override string ToString() => Prefix + "…";
}
