namespace GameServer;

/// <summary>The addresses to listen on, as ASP.NET Core takes them.</summary>
internal static class Addresses
{
    /// <exception cref="ConfigurationException">An address is not of the form http://host:port or https://host:port.</exception>
    internal static string[] Check(string urls)
    {
        var addresses = urls.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        foreach (var address in addresses)
        {
            // "*" and "+" stand for all addresses and are no host names.
            var plain = address.Replace("://*", "://any", StringComparison.Ordinal).Replace("://+", "://any", StringComparison.Ordinal);
            if (!Uri.TryCreate(plain, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.PathAndQuery != "/")
            {
                throw new ConfigurationException($"urls is '{address}'; it must be like http://127.0.0.1:5080 or https://*:443.");
            }
        }

        return addresses.Length > 0 ? addresses : throw new ConfigurationException("urls is empty; it must be like http://127.0.0.1:5080.");
    }
}
