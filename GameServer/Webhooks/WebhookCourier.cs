using GameServer.Actors;
using GameServer.Rooms;
using GameServer.Telemetry;

namespace GameServer.Webhooks;

/// <summary>
/// Delivers to one endpoint what waits for it in the store, a few at a time: what was not taken goes back, for later. An endpoint that
/// fails again and again gets a pause. Runs on its own turn.
/// </summary>
internal sealed class WebhookCourier(WebhookEndpoint endpoint, WebhookParts parts) : Actor
{
    private const string LookTimer = "look";
    private static readonly TimeSpan LooksEvery = TimeSpan.FromSeconds(1);

    // Beyond the time that a request may take: until then nobody else sends it.
    private static readonly TimeSpan ClaimSlack = TimeSpan.FromSeconds(15);

    private readonly RetryPace _pace = new(
        TimeSpan.FromMilliseconds(parts.Options.RetryFirstMs), TimeSpan.FromMilliseconds(parts.Options.RetryLastMs));

    private readonly CancellationTokenSource _ended = new();
    private StoreDesk? _desk;
    private bool _isClaiming;
    private bool _isPausing;
    private int _inHand;
    private int _failures;

    /// <summary>It is time to look for what waits.</summary>
    internal sealed record Look : IControlMessage
    {
        internal static readonly Look Instance = new();
    }

    /// <summary>The endpoint may be tried again.</summary>
    internal sealed record PauseOver : IControlMessage
    {
        internal static readonly PauseOver Instance = new();
    }

    /// <summary>A request has ended.</summary>
    internal sealed record Sent(ClaimedAnnouncement What, WebhookAnswer Answer) : IControlMessage;

    /// <inheritdoc />
    protected internal override void OnStart()
    {
        _desk = new StoreDesk(parts.Store, Context);
        LookNow();
    }

    /// <inheritdoc />
    protected internal override void Receive(object message)
    {
        switch (message)
        {
            case StoreDesk.Tried tried:
                _desk!.Receive(tried);
                break;
            case StoreDesk.TryAgain again:
                _desk!.Receive(again);
                break;
            case Look:
                LookNow();
                break;
            case PauseOver:
                _isPausing = false;
                LookNow();
                break;
            case Sent sent:
                _inHand--;
                Answered(sent.What, sent.Answer);
                LookNow();
                break;
        }
    }

    /// <inheritdoc />
    protected internal override void OnStop()
    {
        _ended.Cancel();
        _ended.Dispose();
        _desk?.Dispose();
    }

    private void LookNow()
    {
        var free = parts.Options.RequestsMax - _inHand;
        if (_isClaiming || _isPausing || free <= 0)
        {
            return;
        }

        _isClaiming = true;
        Context.CancelTimer(LookTimer);
        var (now, until) = (Context.Now, Context.Now + TimeSpan.FromMilliseconds(parts.Options.TimeoutMs) + ClaimSlack);
        _desk!.Ask(
            (_, cancel) => parts.Announcements.ClaimAsync(endpoint.Name, now, until, free, cancel),
            claimed => Claimed(claimed, isAll: claimed.Count < free));
    }

    private void Claimed(IReadOnlyList<ClaimedAnnouncement> claimed, bool isAll)
    {
        _isClaiming = false;
        foreach (var what in claimed)
        {
            Send(what);
        }

        if (isAll)
        {
            Context.StartTimer(LookTimer, LooksEvery, Look.Instance);
        }
    }

    private void Send(ClaimedAnnouncement what)
    {
        _inHand++;
        var self = Context.Self;
        var request = new WebhookRequest(what.What.Id, Context.Now.ToUnixTimeSeconds(), what.What.Body);
        parts.Store.Work.Start(
            async cancel => await parts.Sender.SendAsync(endpoint, request, cancel).ConfigureAwait(false),
            _ended.Token,
            (answer, failure) => self.Tell(
                new Sent(what, answer as WebhookAnswer ?? new WebhookAnswer.Failed($"could not be sent to: {failure!.GetType().Name}"))));
    }

    private void Answered(ClaimedAnnouncement what, WebhookAnswer answer)
    {
        switch (answer)
        {
            case WebhookAnswer.Taken:
                parts.Meter.Delivered(endpoint.Name);
                if (_failures >= RetryPace.FailuresToPause)
                {
                    parts.Log.EndpointBack(endpoint.Name);
                }

                _failures = 0;
                _desk!.Ask((_, cancel) => parts.Announcements.RemoveAsync(what.What, cancel), static _ => { });
                break;
            case WebhookAnswer.Failed failed:
                parts.Meter.Failed(endpoint.Name);
                var dueAt = Context.Now + _pace.Retry(what.Claim, Context.NextRandom());
                _desk!.Ask((_, cancel) => parts.Announcements.PostponeAsync(what, dueAt, cancel), static _ => { });
                Pause(failed.Why);
                break;
        }
    }

    // Requests that were on their way together fail together: that is one failure more, not several.
    private void Pause(string why)
    {
        if (_isPausing)
        {
            return;
        }

        _failures++;
        if (_pace.Pause(_failures, Context.NextRandom()) is not { } pause)
        {
            return;
        }

        if (_failures == RetryPace.FailuresToPause)
        {
            parts.Log.EndpointFails(endpoint.Name, why);
        }

        _isPausing = true;
        Context.CancelTimer(LookTimer);
        Context.StartTimer("pause", pause, PauseOver.Instance);
    }
}
