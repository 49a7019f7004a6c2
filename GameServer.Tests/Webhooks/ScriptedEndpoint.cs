using GameServer.Webhooks;

namespace GameServer.Tests.Webhooks;

/// <summary>An endpoint that answers as the test says, at once or when it is told to.</summary>
internal sealed class ScriptedEndpoint : IWebhookSender
{
    private readonly List<TaskCompletionSource<WebhookAnswer>> _held = [];

    /// <summary>What it was told, each try.</summary>
    internal List<WebhookRequest> Told { get; } = [];

    /// <summary>What it answers; null: nothing yet.</summary>
    internal Func<WebhookRequest, WebhookAnswer?> Answer { get; set; } = _ => WebhookAnswer.Taken.Instance;

    public Task<WebhookAnswer> SendAsync(WebhookEndpoint to, WebhookRequest request, CancellationToken cancel)
    {
        Told.Add(request);
        if (Answer(request) is { } answer)
        {
            return Task.FromResult(answer);
        }

        var held = new TaskCompletionSource<WebhookAnswer>();
        _held.Add(held);
        return held.Task;
    }

    /// <summary>All that have no answer yet get this one.</summary>
    internal void LetGo(WebhookAnswer answer)
    {
        var held = _held.ToList();
        _held.Clear();

        // What waits for an answer goes on here and now: under the test's own context it would go on elsewhere, some time.
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        held.ForEach(each => each.SetResult(answer));
        SynchronizationContext.SetSynchronizationContext(context);
    }

    public void Dispose()
    {
    }
}
