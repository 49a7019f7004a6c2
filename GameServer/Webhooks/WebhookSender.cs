using System.Collections.Frozen;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Authentication;

namespace GameServer.Webhooks;

/// <summary>
/// Tells endpoints over HTTP, with connections for each endpoint that are its own. No redirect is followed, no cookie kept, and nothing of
/// an answer read but its status.
/// </summary>
internal sealed class WebhookSender : IWebhookSender
{
    // An endpoint that has moved to another address is found there.
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    private static readonly MediaTypeHeaderValue Json = new("application/json", "utf-8");

    private readonly FrozenDictionary<string, HttpClient> _clients;

    internal WebhookSender(IReadOnlyList<WebhookEndpoint> endpoints, WebhookOptions options)
    {
        _clients = endpoints.ToFrozenDictionary(each => each.Name, each => Client(each, options));
    }

    public async Task<WebhookAnswer> SendAsync(WebhookEndpoint to, WebhookRequest request, CancellationToken cancel)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, to.Url)
        {
            Content = new ReadOnlyMemoryContent(request.Body),
        };
        message.Content.Headers.ContentType = Json;
        message.Headers.Add("webhook-id", request.Id);
        message.Headers.Add("webhook-timestamp", request.Timestamp.ToString(CultureInfo.InvariantCulture));
        message.Headers.Add(
            "webhook-signature",
            string.Join(' ', to.Secrets.Select(secret => secret.Sign(request.Id, request.Timestamp, request.Body.Span))));
        try
        {
            using var answer = await _clients[to.Name]
                .SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancel).ConfigureAwait(false);
            return answer.IsSuccessStatusCode
                ? WebhookAnswer.Taken.Instance
                : new WebhookAnswer.Failed(string.Create(CultureInfo.InvariantCulture, $"answered {(int)answer.StatusCode}"));
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new WebhookAnswer.Failed("did not answer in time");
        }
        catch (HttpRequestException failure)
        {
            return new WebhookAnswer.Failed(Words(failure));
        }
    }

    public void Dispose()
    {
        foreach (var client in _clients.Values)
        {
            client.Dispose();
        }
    }

    // The message of the exception may quote the address, which may hold a secret.
    private static string Words(HttpRequestException failure) => failure.InnerException is AuthenticationException
        ? "has no certificate that is trusted"
        : $"could not be reached: {failure.HttpRequestError}";

    private static HttpClient Client(WebhookEndpoint endpoint, WebhookOptions options)
    {
        var timeout = TimeSpan.FromMilliseconds(options.TimeoutMs);
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = !endpoint.Url.IsLoopback,
            ActivityHeadersPropagator = null,
            ConnectTimeout = timeout,
            MaxConnectionsPerServer = options.RequestsMax,
            PooledConnectionLifetime = ConnectionLifetime,
            MaxResponseHeadersLength = 16,
            MaxResponseDrainSize = 16 * 1024,
            ResponseDrainTimeout = TimeSpan.FromSeconds(1),
        };
        var client = new HttpClient(handler) { Timeout = timeout };
        client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("GameServer", null));
        return client;
    }
}
