namespace GameServer.Webhooks;

/// <summary>An endpoint as it was checked at the start. Immutable.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Url">Where requests go.</param>
/// <param name="Secrets">All of them sign.</param>
/// <param name="Events">What it is told.</param>
internal sealed record WebhookEndpoint(string Name, Uri Url, IReadOnlyList<WebhookSecret> Secrets, WebhookEvents Events)
{
    private const int NameCharsMax = 64;

    /// <exception cref="ArgumentException">The options were not checked.</exception>
    internal static IReadOnlyList<WebhookEndpoint> Of(WebhookOptions options) => options.Endpoints
        .Select(each => new WebhookEndpoint(
            each.Name,
            new Uri(each.Url),
            new[] { each.Secret, each.ElderSecret }.Where(text => text.Length > 0).Select(Secret).ToList(),
            WebhookEventsText.Read(each.Events)))
        .ToList();

    /// <summary>Which key is wrong and how, without its value where that is secret; null: all are right.</summary>
    internal static (string Key, string Sentence)? Refusal(WebhookOptions options)
    {
        for (var index = 0; index < options.Endpoints.Count; index++)
        {
            var each = options.Endpoints[index];
            var isTaken = options.Endpoints.Take(index).Any(elder => elder.Name == each.Name);
            if ((isTaken ? ("Name", $"is '{each.Name}', which another endpoint has.") : Refusal(each, options.AllowHttp)) is var (key, why))
            {
                return ($"Webhooks:Endpoints:{index}:{key}", why);
            }
        }

        return null;
    }

    /// <summary>Nothing of its secrets, nor of its address, which may hold some.</summary>
    public override string ToString() => Name;

    private static bool IsOfNames(char each) => char.IsAsciiLetterOrDigit(each) || each is '-' or '_';

    private static WebhookSecret Secret(string text) =>
        WebhookSecret.Read(text) ?? throw new ArgumentException("A secret of a webhook is none.", nameof(text));

    private static (string Key, string Sentence)? Refusal(WebhookEndpointOptions endpoint, bool allowHttp)
    {
        if (endpoint.Name is not { Length: > 0 and <= NameCharsMax } name || !name.All(IsOfNames))
        {
            return ("Name", $"is '{endpoint.Name}'; it must be 1 to {NameCharsMax} letters, digits, '-' or '_'.");
        }

        if (!Uri.TryCreate(endpoint.Url, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.UserInfo.Length > 0)
        {
            return ("Url", "is no address such as https://example.org/rooms, without a user.");
        }

        if (url.Scheme == "http" && !url.IsLoopback && !allowHttp)
        {
            return ("Url", "is of http; it must be of https, or of this machine, unless Webhooks:AllowHttp is 'true'.");
        }

        const string Secrets = "must be 'whsec_' and 24 to 64 random bytes in base64, as of: echo whsec_$(openssl rand -base64 32)";
        if (WebhookSecret.Read(endpoint.Secret) is null)
        {
            return ("Secret", Secrets);
        }

        if (endpoint.ElderSecret.Length > 0 && WebhookSecret.Read(endpoint.ElderSecret) is null)
        {
            return ("ElderSecret", "must be empty, or it " + Secrets);
        }

        return WebhookEventsText.Read(endpoint.Events) == WebhookEvents.None
            ? ("Events", $"is '{endpoint.Events}'; it must be 'room.opened', 'room.closed' or 'room.opened,room.closed'.")
            : null;
    }
}
