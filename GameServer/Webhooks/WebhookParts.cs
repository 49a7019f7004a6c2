using GameServer.Rooms;
using GameServer.Telemetry;
using Microsoft.Extensions.Logging;

namespace GameServer.Webhooks;

/// <summary>What the actors of webhooks work with. Immutable.</summary>
/// <param name="Options">Their limits.</param>
/// <param name="Store">The way to the store.</param>
/// <param name="Announcements">What waits there.</param>
/// <param name="Sender">The way to the endpoints.</param>
/// <param name="Meter">What they count.</param>
/// <param name="Log">What they tell the operator.</param>
internal sealed record WebhookParts(
    WebhookOptions Options,
    StoreParts Store,
    IAnnouncementStore Announcements,
    IWebhookSender Sender,
    WebhookMeter Meter,
    ILogger Log);
