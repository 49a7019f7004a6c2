namespace GameServer.Webhooks;

/// <summary>What an endpoint may be told.</summary>
[Flags]
internal enum WebhookEvents
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>That rooms were made.</summary>
    RoomOpened = 1,

    /// <summary>That rooms have ended.</summary>
    RoomClosed = 2,
}

/// <summary>Events as they are written in the configuration and in requests.</summary>
internal static class WebhookEventsText
{
    internal const string RoomOpened = "room.opened";
    internal const string RoomClosed = "room.closed";

    /// <summary>None: the text names something else, or nothing.</summary>
    internal static WebhookEvents Read(string text)
    {
        var events = WebhookEvents.None;
        foreach (var name in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (Named(name) is not { } named)
            {
                return WebhookEvents.None;
            }

            events |= named;
        }

        return events;
    }

    private static WebhookEvents? Named(string name) => name switch
    {
        RoomOpened => WebhookEvents.RoomOpened,
        RoomClosed => WebhookEvents.RoomClosed,
        _ => null,
    };
}
