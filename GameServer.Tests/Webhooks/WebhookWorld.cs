using System.Text;
using GameServer.Actors;
using GameServer.Identity;
using GameServer.Rooms;
using GameServer.Storage.Memory;
using GameServer.Telemetry;
using GameServer.Tests.Actors.TestKit;
using GameServer.Tests.Routing;
using GameServer.Webhooks;
using Microsoft.Extensions.Logging.Abstractions;

namespace GameServer.Tests.Webhooks;

/// <summary>The actors of webhooks over a store in memory, on manual time, and an endpoint that a test answers for.</summary>
internal sealed class WebhookWorld : IDisposable
{
    internal const string Name = "backend";

    private readonly MemoryTables _tables = new();
    private readonly StoreHealth _health = new(NullLogger<StoreHealth>.Instance);

    internal WebhookWorld(WebhookOptions? options = null)
    {
        Options = options ?? new WebhookOptions { RequestsMax = 2 };
        var store = new StoreParts(
            new MemoryRoomStore(_tables), new WorkOnVirtualTime(), _health, new Incarnation("me"), new RoomMeter(World.Time));
        Parts = new WebhookParts(
            Options, store, Store, Endpoint, new WebhookMeter(World.Time), new LinesLogger<WebhookWorld>(Log));
        Courier = Spawn("courier");
        Keeper = World.System.Spawn("keeper", () => new WebhookKeeper(Parts));
        World.RunUntilIdle();
    }

    internal ActorWorld World { get; } = new();

    internal WebhookOptions Options { get; }

    internal WebhookParts Parts { get; }

    internal ActorRef Courier { get; }

    internal ActorRef Keeper { get; }

    internal ScriptedEndpoint Endpoint { get; } = new();

    internal List<string> Log { get; } = [];

    internal IAnnouncementStore Store => _tables.Announcements;

    internal AnnouncementFigures Figures => Store.CountAsync(default).GetAwaiter().GetResult();

    internal ActorRef Spawn(string name) => World.System.Spawn(name, () => new WebhookCourier(
        new WebhookEndpoint(Name, new Uri("https://example.org"), [], WebhookEvents.RoomClosed), Parts));

    internal Announcement What(string id) => new(id, Name, World.Time.GetUtcNow(), Encoding.UTF8.GetBytes(id));

    /// <summary>They are in the store.</summary>
    internal void Keep(params string[] ids) => Store.KeepAsync([.. ids.Select(What)], default).GetAwaiter().GetResult();

    /// <summary>In steps, so that what comes of a timer happens before the next one is due.</summary>
    internal void Advance(double seconds)
    {
        for (var left = TimeSpan.FromSeconds(seconds); left > TimeSpan.Zero; left -= TimeSpan.FromMilliseconds(250))
        {
            World.Advance(left < TimeSpan.FromMilliseconds(250) ? left : TimeSpan.FromMilliseconds(250));
        }
    }

    public void Dispose() => World.Dispose();
}
