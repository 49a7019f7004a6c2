using GameServer.Actors;
using GameServer.Rooms;
using GameServer.Telemetry;

namespace GameServer.Webhooks;

/// <summary>
/// Has the announcements of rooms that are in no store kept there, gives up what no endpoint took in time, and knows how much waits. Runs
/// on its own turn.
/// </summary>
internal sealed class WebhookKeeper(WebhookParts parts) : Actor
{
    private const int BatchMax = 200;
    private const int LapsesMax = 100;
    private static readonly TimeSpan CountsEvery = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan GivesUpEvery = TimeSpan.FromMinutes(1);

    private readonly AnnouncementQueue _queue = new();
    private StoreDesk? _desk;
    private ReplyTo<AllKept>? _asker;
    private bool _isKeeping;
    private long _dropped;

    /// <summary>These are to be kept.</summary>
    internal sealed record Keep(IReadOnlyList<Announcement> Announcements);

    /// <summary>An answer is wanted when all that came before is kept.</summary>
    internal sealed record Settle(ReplyTo<AllKept> Answer);

    /// <summary>It is time to count what waits.</summary>
    internal sealed record Count : IControlMessage
    {
        internal static readonly Count Instance = new();
    }

    /// <summary>It is time to give up what is too old.</summary>
    internal sealed record GiveUp : IControlMessage
    {
        internal static readonly GiveUp Instance = new();
    }

    /// <inheritdoc />
    protected internal override void OnStart()
    {
        _desk = new StoreDesk(parts.Store, Context);
        CountWaiting();
        GiveUpOld();
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
            case Keep keep:
                Dropped(_queue.Put(keep.Announcements));
                break;
            case Settle settle:
                _asker = settle.Answer;
                break;
            case Count:
                CountWaiting();
                break;
            case GiveUp:
                GiveUpOld();
                break;
        }
    }

    /// <inheritdoc />
    protected internal override void OnTurnEnd()
    {
        if (!_isKeeping && !_queue.IsEmpty)
        {
            _isKeeping = true;
            var batch = _queue.Take(BatchMax);
            _desk!.Ask((_, cancel) => parts.Announcements.KeepAsync(batch, cancel), _ => _isKeeping = false);
        }

        if (!_isKeeping && _asker is { } asker)
        {
            _asker = null;
            Context.Tell(asker, AllKept.Instance);
        }
    }

    /// <inheritdoc />
    protected internal override void OnStop() => _desk?.Dispose();

    private void CountWaiting() => _desk!.Ask((_, cancel) => parts.Announcements.CountAsync(cancel), figures =>
    {
        parts.Meter.Waits(figures.Waiting, figures.Eldest);
        Dropped(figures.Dropped - _dropped);
        _dropped = figures.Dropped;
        Context.StartTimer("count", CountsEvery, Count.Instance);
    });

    private void GiveUpOld()
    {
        var before = Context.Now.AddHours(-parts.Options.GiveUpHours);
        _desk!.Ask((_, cancel) => parts.Announcements.LapseAsync(before, LapsesMax, cancel), lapsed =>
        {
            foreach (var each in lapsed)
            {
                parts.Meter.GaveUp(each.Endpoint);
                parts.Log.AnnouncementGivenUp(each.Id, each.Endpoint, each.At);
            }

            Context.StartTimer("give up", lapsed.Count == LapsesMax ? TimeSpan.Zero : GivesUpEvery, GiveUp.Instance);
        });
    }

    private void Dropped(long count)
    {
        if (count > 0)
        {
            parts.Meter.Dropped(count);
            parts.Log.AnnouncementsDropped(count);
        }
    }
}

/// <summary>All that was to be kept is kept, or was dropped.</summary>
internal sealed record AllKept
{
    internal static readonly AllKept Instance = new();
}
