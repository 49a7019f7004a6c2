using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using GameServer.Bench.Processes;
using GameServer.Tests.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace GameServer.Tests.EndToEnd.Webhooks;

/// <summary>
/// A game's backend: takes webhooks, or does to them what backends do, comes and goes on one port, and believes no bad signature.
/// </summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly KeptPort _port = new();
    private readonly byte[] _secret = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<string, JsonNode> _taken = new();
    private readonly ConcurrentQueue<string> _wrong = new();
    private readonly SemaphoreSlim _news = new(0);
    private readonly CancellationTokenSource _ended = new();
    private WebApplication? _app;
    private int _tries;

    /// <summary>What it does with the next request.</summary>
    internal ReceiverMood Mood { get; set; }

    /// <summary>What it has taken, by webhook id.</summary>
    internal IReadOnlyDictionary<string, JsonNode> Taken => _taken;

    /// <summary>What was wrong with requests.</summary>
    internal IReadOnlyCollection<string> Wrong => _wrong;

    /// <summary>Options of a server that tells it.</summary>
    internal IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>
    {
        ["Webhooks:Endpoints:0:Name"] = "backend",
        ["Webhooks:Endpoints:0:Url"] = $"http://127.0.0.1:{_port.Number}/rooms",
        ["Webhooks:Endpoints:0:Secret"] = "whsec_" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
        ["Webhooks:Endpoints:0:ElderSecret"] = "whsec_" + Convert.ToBase64String(_secret),
        ["Webhooks:TimeoutMs"] = "300",
        ["Webhooks:RetryFirstMs"] = "50",
        ["Webhooks:RetryLastMs"] = "300",
    };

    internal IReadOnlyList<string> SettingLines => [.. Settings.Select(each => $"{each.Key}={each.Value}")];

    internal async Task StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls", $"http://127.0.0.1:{_port.Number}"]);
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.MapPost("/rooms", ReceiveAsync);
        await _app.StartAsync();
    }

    /// <summary>It is gone, in the middle of whatever it does.</summary>
    internal async Task KillAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app!.StopAsync(now.Token);
        await _app.DisposeAsync();
        _app = null;
    }

    /// <summary>Waits until that many more requests have come.</summary>
    internal async Task TriedAsync(int more)
    {
        var until = Volatile.Read(ref _tries) + more;
        await Eventually.Of(WhenAsync(() => Volatile.Read(ref _tries) >= until), $"{more} more requests");
    }

    /// <summary>Waits until it has taken this of rooms with these keys.</summary>
    internal async Task<IReadOnlyList<JsonNode>> TookAsync(string type, IReadOnlyCollection<string> keys)
    {
        bool IsWanted(JsonNode each) => (string?)each["type"] == type && keys.Contains((string?)each["room"]!["key"]);
        JsonNode[] Found() => [.. _taken.Values.Where(IsWanted)];
        await Eventually.Of(
            WhenAsync(() => Found().Length >= keys.Count), $"{type} of {string.Join(", ", keys)}; it has {string.Join(", ", _taken.Keys)}");
        return Found();
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        if (_app is not null)
        {
            await KillAsync();
        }

        _port.Dispose();
        _ended.Dispose();
        _news.Dispose();
    }

    private async Task WhenAsync(Func<bool> condition)
    {
        while (!condition())
        {
            await _news.WaitAsync(_ended.Token);
        }
    }

    private async Task ReceiveAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        Interlocked.Increment(ref _tries);
        switch (Mood)
        {
            case ReceiverMood.Takes:
                Take(context.Request, body);
                context.Response.StatusCode = StatusCodes.Status204NoContent;
                break;
            case ReceiverMood.Fails:
                context.Response.StatusCode = StatusCodes.Status500InternalServerError;
                break;
            case ReceiverMood.Redirects:
                context.Response.Redirect($"http://127.0.0.1:{_port.Number}/elsewhere");
                break;
            case ReceiverMood.Hangs:
                _news.Release();
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(static _ => { }, TaskScheduler.Default);
                return;
            case ReceiverMood.Aborts:
                context.Abort();
                break;
        }

        _news.Release();
    }

    private void Take(HttpRequest request, string body)
    {
        var (id, time) = (request.Headers["webhook-id"].ToString(), request.Headers["webhook-timestamp"].ToString());
        var signature = "v1," + Convert.ToBase64String(HMACSHA256.HashData(_secret, Encoding.UTF8.GetBytes($"{id}.{time}.{body}")));
        if (!request.Headers["webhook-signature"].ToString().Split(' ').Contains(signature))
        {
            _wrong.Enqueue($"{id} is not signed");
            return;
        }

        var json = JsonNode.Parse(body)!;
        if ((string?)json["id"] != id || request.ContentType != "application/json; charset=utf-8")
        {
            _wrong.Enqueue($"{id} says {json["id"]} as {request.ContentType}");
        }

        if (_taken.TryGetValue(id, out var before) && before.ToJsonString() != json.ToJsonString())
        {
            _wrong.Enqueue($"{id} says something else than before");
        }

        _taken[id] = json;
    }
}

/// <summary>What a receiver does.</summary>
internal enum ReceiverMood
{
    /// <summary>Takes what it is told.</summary>
    Takes,

    /// <summary>Answers 500.</summary>
    Fails,

    /// <summary>Sends the server elsewhere.</summary>
    Redirects,

    /// <summary>Never answers.</summary>
    Hangs,

    /// <summary>Closes the connection.</summary>
    Aborts,
}
