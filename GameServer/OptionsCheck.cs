using System.Globalization;
using GameServer.Cluster;
using GameServer.Gateway;
using GameServer.Storage;
using GameServer.Webhooks;

namespace GameServer;

/// <summary>What must hold between options.</summary>
internal static class OptionsCheck
{
    /// <exception cref="ConfigurationException">Two options contradict each other.</exception>
    internal static void Check(ServerOptions options)
    {
        NodeName.Of(options);
        CheckGateway(options.Gateway);
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

        CheckOtlp(options);
        CheckWebhooks(options.Webhooks);
        if (options.Cluster.Enabled)
        {
            CheckCluster(options);
        }
    }

    private static void CheckGateway(GatewayOptions gateway)
    {
        AtLeast(
            gateway.SilenceTimeoutMs,
            "GameServer:Gateway:SilenceTimeoutMs",
            gateway.PingIntervalMs + 1L,
            "more than Gateway:PingIntervalMs");
        AtLeast(gateway.BytesBurst, "GameServer:Gateway:BytesBurst", gateway.MessageBytesMax, "at least Gateway:MessageBytesMax");
        AtLeast(
            gateway.BytesPerAddressBurst,
            "GameServer:Gateway:BytesPerAddressBurst",
            gateway.MessageBytesMax,
            "at least Gateway:MessageBytesMax");
        foreach (var proxy in gateway.TrustedProxies.Where(proxy => ClientAddresses.Network(proxy) is null))
        {
            throw new ConfigurationException(
                $"GameServer:Gateway:TrustedProxies has '{proxy}'; each must be an address or a network, such as 10.0.0.7 or 10.0.0.0/8.");
        }

        foreach (var origin in gateway.Origins.Where(origin => !OriginRule.CanMatch(origin)))
        {
            throw new ConfigurationException(
                $"GameServer:Gateway:Origins has '{origin}'; each must be \"*\" or an origin as browsers name it, such as "
                + "https://play.example.org or http://localhost:8080.");
        }
    }

    private static void CheckOtlp(ServerOptions options)
    {
        Collector(options.Otlp.Endpoint, "GameServer:Otlp:Endpoint", "http://127.0.0.1:4318/v1/metrics");
        Collector(options.Otlp.TracesEndpoint, "GameServer:Otlp:TracesEndpoint", "http://127.0.0.1:4318/v1/traces");
        if (options.Tracing.BeginsTraces && !options.Otlp.SendsTraces)
        {
            var (key, value) = options.Tracing.AcceptClientContext
                ? ("AcceptClientContext", "true")
                : ("CommandsPerTrace", options.Tracing.CommandsPerTrace.ToString(CultureInfo.InvariantCulture));
            throw new ConfigurationException(
                $"GameServer:Otlp:TracesEndpoint is empty and GameServer:Tracing:{key} is '{value}'; "
                + "traces need a collector, such as http://127.0.0.1:4318/v1/traces.");
        }
    }

    private static void Collector(string value, string key, string example)
    {
        if (value.Length > 0 && !(Uri.TryCreate(value, UriKind.Absolute, out var to) && to.Scheme is "http" or "https"))
        {
            throw new ConfigurationException($"{key} is '{value}'; it must be empty or like {example}.");
        }
    }

    private static void CheckWebhooks(WebhookOptions webhooks)
    {
        AtLeast(
            webhooks.RetryLastMs, "GameServer:Webhooks:RetryLastMs", webhooks.RetryFirstMs, "at least Webhooks:RetryFirstMs");
        if (WebhookEndpoint.Refusal(webhooks) is var (key, why))
        {
            throw new ConfigurationException($"GameServer:{key} {why}");
        }
    }

    private static void CheckCluster(ServerOptions options)
    {
        var cluster = options.Cluster;
        if (options.Store is "" or StoreSettings.Memory)
        {
            throw new ConfigurationException(
                $"GameServer:Store is '{options.Store}' and GameServer:Cluster:Enabled is 'true'; "
                + "a cluster needs a connection string for PostgreSQL, the same on all nodes.");
        }

        if (options.ClusterKeys.Count == 0)
        {
            throw new ConfigurationException(
                "GameServer:ClusterKeys is empty and GameServer:Cluster:Enabled is 'true'; "
                + "a cluster needs at least one base64 key of 32 bytes or more, the same on all nodes.");
        }

        Address(cluster.Advertise, "GameServer:Cluster:Advertise", "host:port, where other nodes reach this one");
        if (cluster.Listen.Length > 0)
        {
            Address(cluster.Listen, "GameServer:Cluster:Listen", "empty or host:port");
        }

        if (NodeRolesText.Read(cluster.Roles) == NodeRoles.None)
        {
            throw new ConfigurationException(
                $"GameServer:Cluster:Roles is '{cluster.Roles}'; it must be 'gateway', 'host' or 'gateway,host'.");
        }

        if (cluster.RenewMs > cluster.LeaseMs / 3)
        {
            throw new ConfigurationException(
                $"GameServer:Cluster:RenewMs is '{cluster.RenewMs}'; "
                + $"it must be at most a third of Cluster:LeaseMs, {cluster.LeaseMs / 3}.");
        }
    }

    private static void Address(string value, string key, string rule)
    {
        var colon = value.LastIndexOf(':');
        var isPort = ushort.TryParse(value.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0;
        if (colon <= 0 || !isPort || !Uri.TryCreate($"ws://{value}", UriKind.Absolute, out _))
        {
            throw new ConfigurationException($"{key} is '{value}'; it must be {rule}.");
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
