namespace GameServer;

/// <summary>What must hold between options.</summary>
internal static class OptionsCheck
{
    /// <exception cref="ConfigurationException">Two options contradict each other.</exception>
    internal static void Check(ServerOptions options)
    {
        var gateway = options.Gateway;
        AtLeast(
            gateway.SilenceTimeoutMs,
            "GameServer:Gateway:SilenceTimeoutMs",
            gateway.PingIntervalMs + 1L,
            "more than Gateway:PingIntervalMs");
        AtLeast(gateway.BytesBurst, "GameServer:Gateway:BytesBurst", gateway.MessageBytesMax, "at least Gateway:MessageBytesMax");
        AtLeast(
            options.Sessions.ResumeTokenLifetimeMs,
            "GameServer:Sessions:ResumeTokenLifetimeMs",
            options.Sessions.ResumeWindowMs,
            "at least Sessions:ResumeWindowMs");
        AtLeast(
            options.Links.SilenceTimeoutMs,
            "GameServer:Links:SilenceTimeoutMs",
            2L * options.Links.PingIntervalMs,
            "at least twice Links:PingIntervalMs");
        AtLeast(
            options.Links.MessageBytesMax,
            "GameServer:Links:MessageBytesMax",
            options.Links.OutboxBytesMax,
            "at least Links:OutboxBytesMax");
        if (options.EchoPath.Length > 0 && (!options.EchoPath.StartsWith('/') || options.EchoPath == ServerBuilder.GamePath))
        {
            throw new ConfigurationException(
                $"GameServer:EchoPath is '{options.EchoPath}'; it must begin with '/' and not be {ServerBuilder.GamePath}.");
        }
    }

    private static void AtLeast(long value, string key, long minimum, string rule)
    {
        if (value < minimum)
        {
            throw new ConfigurationException($"{key} is '{value}'; it must be {rule}, {minimum} or more.");
        }
    }
}
