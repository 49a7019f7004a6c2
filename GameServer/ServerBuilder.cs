using System.Diagnostics.Metrics;
using GameServer.Actors;
using GameServer.Authoring;
using GameServer.Cluster;
using GameServer.Games.Lobby;
using GameServer.Gateway;
using GameServer.Identity;
using GameServer.Links;
using GameServer.Protocol.Codecs;
using GameServer.Protocol.Identity;
using GameServer.Rooms;
using GameServer.Routing;
using GameServer.Sessions;
using GameServer.Storage;
using GameServer.Telemetry;
using GameServer.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace GameServer;

/// <summary>The one place where the parts of a server are put together.</summary>
internal static class ServerBuilder
{
    private const string DefaultUrls = "http://127.0.0.1:5080";
    internal const string GamePath = "/ws";

    /// <exception cref="ConfigurationException">The configuration or a room class is not right.</exception>
    internal static WebApplication Build(
        IReadOnlyDictionary<string, string?> entries, Action<IRoomCatalog> rooms, Action<IServiceCollection>? services = null)
    {
        // Nothing is read again while it runs, and who watches the file is woken by each write of a database beside it.
        var builder = WebApplication.CreateSlimBuilder(["--hostBuilder:reloadConfigOnChange=false"]);
        builder.Configuration.AddInMemoryCollection(entries);
        var options = OptionsReader.Read<ServerOptions>(builder.Configuration.GetSection("GameServer"));
        OptionsCheck.Check(options);
        var linkSecurity = LinkSecurity.Load(options);
        Logging.Configure(builder.Logging, options.Log);
        Listen(builder, options);
        builder.Services.AddHealthChecks().AddCheck<Readiness>("ready");
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(Release.Present);
        builder.Services.AddSingleton<IMailboxScheduler>(provider => new InlineScheduler(provider.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton(Security.AdminTokens(options.Admin));
        builder.Services.AddSingleton(provider => new MetricBook(provider.GetRequiredService<IMeterFactory>()));
        builder.Services.AddSingleton(provider => new GatewayMeter(provider.GetRequiredService<IMeterFactory>()));
        builder.Services.AddSingleton(provider => new AdminMeter(provider.GetRequiredService<IMeterFactory>()));
        builder.Services.AddSingleton(provider => Security.Authenticator(options, provider.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton(_ => StoreChoice.Open(options));
        builder.Services.AddSingleton(provider => provider.GetRequiredService<StorePorts>().Rooms);
        builder.Services.AddSingleton<IReadOnlyList<WebhookEndpoint>>(_ => WebhookEndpoint.Of(options.Webhooks));
        builder.Services.AddSingleton<IWebhookSender>(provider =>
            new WebhookSender(provider.GetRequiredService<IReadOnlyList<WebhookEndpoint>>(), options.Webhooks));
        builder.Services.AddSingleton(provider => new WebhookMeter(
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<IMeterFactory>()));
        builder.Services.AddSingleton(provider => Assemble(provider, options, rooms, linkSecurity));
        builder.Services.AddSingleton(_ => OtlpExport.StartMetrics(options.Otlp, NodeName.Of(options)));
        builder.Services.AddSingleton(_ => OtlpExport.StartTraces(options.Otlp, NodeName.Of(options)));
        builder.Services.AddSingleton(provider => Traces(provider, options));
        builder.Services.AddSingleton(provider =>
        {
            var node = provider.GetRequiredService<Node>();
            return new Readiness(node.Core.Signs, node.Pulse, options.Health, provider.GetRequiredService<TimeProvider>());
        });
        builder.Services.AddHostedService<Drain>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = Drain.TimeoutOf(options));
        services?.Invoke(builder.Services);

        var app = builder.Build();
        try
        {
            Map(app, options);
        }
        catch
        {
            // What has been opened, the store above all, is let go.
            ((IDisposable)app).Dispose();
            throw;
        }

        return app;
    }

    private static void Listen(WebApplicationBuilder builder, ServerOptions options)
    {
        var addresses = Addresses.Check(builder.Configuration["urls"] ?? DefaultUrls);
        var paths = new UpgradePaths();
        builder.Services.AddSingleton(paths);
        builder.WebHost.UseGatewayKestrel(addresses, options.Gateway, Security.Certificate(options.Tls), paths, TimeProvider.System);
    }

    private static Node Assemble(
        IServiceProvider provider, ServerOptions options, Action<IRoomCatalog> rooms, LinkSecurity? linkSecurity)
    {
        var time = provider.GetRequiredService<TimeProvider>();
        var logs = provider.GetRequiredService<ILoggerFactory>();
        var ids = new RandomIdSource();
        var name = new NodeId(NodeName.Of(options));
        var alarms = ReferenceEquals(time, TimeProvider.System) ? new AlarmClock() : time;
        var scheduler = provider.GetRequiredService<IMailboxScheduler>();
        var nodes = provider.GetRequiredService<StorePorts>().Nodes;

        // Rooms keep the addresses of their members: a connection of this process is never one of an elder life of the node.
        var self = new Incarnation($"{name}-{ids.NewId()}");
        var tls = linkSecurity?.Tls(time, provider.GetRequiredService<IMeterFactory>());
        var entry = options.Cluster.Enabled ? new ClusterEntry(options, name, nodes!, tls, time, logs) : null;
        if (entry is null && nodes is not null)
        {
            var lease = TimeSpan.FromMilliseconds(options.Cluster.LeaseMs);
            Task.Run(() => LiveNodes.MakeSureOfNoneAsync(nodes, lease)).GetAwaiter().GetResult();
        }

        if (entry is not null)
        {
            var (store, log) = (provider.GetRequiredService<IRoomStore>(), logs.CreateLogger<Rehearsal>());
            Task.Run(() => Rehearsal.PlayAsync(options, scheduler, store, Rehearsal.Timeout, log)).GetAwaiter().GetResult();
        }

        var core = NodeAssembly.Assemble(new NodeIngredients
        {
            Options = options,
            Name = name,
            Self = self,
            Actors = new ActorSystem(new ActorSystemOptions(alarms, scheduler, Security.NewSeed(), logs)),
            Time = time,
            Ids = ids,
            Work = new WorkEdge(),
            Store = provider.GetRequiredService<IRoomStore>(),
            Committers = StoreChoice.Committers(options),
            Types = Types(provider, options, rooms),
            Release = provider.GetRequiredService<Release>(),
            Keys = ClusterKey.Load(options),
            Logs = logs,
            Meter = new RoomMeter(time, provider.GetRequiredService<IMeterFactory>()),
            Tracing = provider.GetRequiredService<Tracing>(),
            Webhooks = Webhooks(provider),
            Cluster = entry?.Ingredients,
        });
        var connections = new ConnectionRegistry(options.Gateway, time);
        var figures = new ServerFigures(
            new FigureSources(core.RoomHost, core.Cluster?.Actor, core.Sessions, core.Rooms, core.Traffic),
            time,
            logs.CreateLogger<ServerFigures>());
        var pulse = new Pulse(time);
        pulse.Start(core.Actors);
        return new Node(core, connections, figures, entry)
        {
            Meter = ServerMetrics.Of(core, provider.GetRequiredService<IMeterFactory>()),
            Pulse = pulse,
        };
    }

    private static Tracing Traces(IServiceProvider provider, ServerOptions options) => options.Otlp.SendsTraces
        ? new Tracing(options.Tracing, provider.GetRequiredService<TimeProvider>(), unchecked((int)Security.NewSeed()))
        : Tracing.Off;

    // Who tells nobody measures nothing of it either.
    private static WebhookIngredients? Webhooks(IServiceProvider provider)
    {
        var endpoints = provider.GetRequiredService<IReadOnlyList<WebhookEndpoint>>();
        return endpoints.Count == 0 ? null : new WebhookIngredients(
            endpoints,
            provider.GetRequiredService<StorePorts>().Announcements,
            provider.GetRequiredService<IWebhookSender>(),
            provider.GetRequiredService<WebhookMeter>());
    }

    private static RoomTypes Types(IServiceProvider provider, ServerOptions options, Action<IRoomCatalog> rooms)
    {
        var catalog = new RoomCatalog();
        catalog.Add<LobbyRoom>("lobby");
        rooms(catalog);
        return catalog.ToTypes(provider, options.Gateway.OutboxBytesMax, options.Cluster.Enabled, provider.GetRequiredService<Release>());
    }

    private static void Map(WebApplication app, ServerOptions options)
    {
        var node = app.Services.GetRequiredService<Node>();
        var time = app.Services.GetRequiredService<TimeProvider>();
        var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("GameServer.Gateway");
        var meter = app.Services.GetRequiredService<GatewayMeter>();
        var scheduler = app.Services.GetRequiredService<IMailboxScheduler>();
        var around = new SocketSurroundings(options.Gateway, time, meter, log, scheduler, new OutboxPool());
        var paths = app.Services.GetRequiredService<UpgradePaths>();
        var authenticator = app.Services.GetRequiredService<IAuthenticator>();

        // Pages may take their time, but not on the threads of the sockets.
        app.Use(static async (context, next) =>
        {
            await Task.Yield();
            await next(context).ConfigureAwait(false);
        });
        if (!options.Cluster.Enabled || NodeRolesText.Read(options.Cluster.Roles).HasFlag(NodeRoles.Gateway))
        {
            app.MapGameGateway(GamePath, paths, node.Connections, around, authenticator, node.Core.Door);
        }

        if (options.EchoPath.Length > 0)
        {
            app.MapEcho(options.EchoPath, paths, node.Connections, around);
        }

        app.MapHealthChecks("/healthz", new HealthCheckOptions { Predicate = _ => false });
        app.MapHealthChecks("/readyz", new HealthCheckOptions { ResponseWriter = Readiness.WriteAsync });
        app.MapAdmin(options, NodeName.Of(options), around.Addresses);
        if (options.Otlp.SendsMetrics)
        {
            app.Services.GetRequiredService<MeterProvider>();
        }

        if (options.Otlp.SendsTraces)
        {
            app.Services.GetRequiredService<TracerProvider>();
        }

        app.UseWebPages(options.WebRoot);
    }
}
