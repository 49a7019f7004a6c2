namespace GameServer;

/// <summary>
/// What a node is called: as configured, else as its machine. The name is part of what its lives are called, of addresses, logs and what
/// nodes say to one another: what it may have, all of them take.
/// </summary>
internal static class NodeName
{
    internal const int CharsMax = 128;

    private const string Signs = ".-_";

    /// <exception cref="ConfigurationException">The name has what no name may have.</exception>
    internal static string Of(ServerOptions options) => Of(options.NodeName, Environment.MachineName);

    /// <inheritdoc cref="Of(ServerOptions)" />
    internal static string Of(string configured, string machine)
    {
        var name = configured.Length > 0 ? configured : machine;
        if (name.Length is > 0 and <= CharsMax && name.All(sign => char.IsLetterOrDigit(sign) || Signs.Contains(sign)))
        {
            return name;
        }

        var found = configured.Length > 0 ? $"'{configured}'" : $"empty and this machine is called '{machine}'";
        throw new ConfigurationException(
            $"GameServer:NodeName is {found}; it must be 1 to {CharsMax} letters, digits, dots, hyphens and underscores, such as node-1.");
    }
}
