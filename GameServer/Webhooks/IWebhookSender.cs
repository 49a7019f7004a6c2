namespace GameServer.Webhooks;

/// <summary>The way to endpoints. Asked from actors through the work edge only. From any thread.</summary>
internal interface IWebhookSender : IDisposable
{
    /// <summary>Tells an endpoint, once. Throws only when it is cancelled.</summary>
    Task<WebhookAnswer> SendAsync(WebhookEndpoint to, WebhookRequest request, CancellationToken cancel);
}

/// <summary>What an endpoint is to be told.</summary>
/// <param name="Id">The same with each try.</param>
/// <param name="Timestamp">Of this try, in seconds of the Unix epoch.</param>
/// <param name="Body">JSON.</param>
internal sealed record WebhookRequest(string Id, long Timestamp, ReadOnlyMemory<byte> Body);

/// <summary>What came of telling an endpoint. A closed set.</summary>
internal abstract record WebhookAnswer
{
    private WebhookAnswer()
    {
    }

    /// <summary>It has taken it.</summary>
    internal sealed record Taken : WebhookAnswer
    {
        internal static readonly Taken Instance = new();
    }

    /// <summary>It has not, or it has and did not say so.</summary>
    /// <param name="Why">A few words for people.</param>
    internal sealed record Failed(string Why) : WebhookAnswer;
}
