using GameServer.Actors;
using GameServer.Protocol.Identity;

namespace GameServer.Rooms;

/// <summary>
/// Commits for its slice of this node's rooms: what is pending when the last batch returns is the next batch. Only a full batch is given to
/// the store while another is there, so that a busy store never waits for the next one. No room is in two of them. Runs on its own turn.
/// </summary>
internal sealed class Committer(StoreParts parts) : Actor
{
    private const int BatchesMax = 2;

    private readonly AppendQueue _appends = new();
    private readonly SaveQueue _saves = new();
    private StoreDesk? _desk;
    private int _appending;
    private bool _isSaving;

    /// <inheritdoc />
    protected internal override void OnStart() => _desk = new StoreDesk(parts, Context);

    /// <inheritdoc />
    protected internal override void Receive(object message)
    {
        switch (message)
        {
            case CommitMessage.Append append:
                if (_appends.Put(append) is { } overtaken)
                {
                    Context.Tell(overtaken, new CommitAnswer.Refused(WriteAnswer.Fenced));
                }

                break;
            case CommitMessage.Save save:
                _saves.Put(save);
                break;
            case StoreDesk.Tried tried:
                _desk!.Receive(tried);
                break;
            case StoreDesk.TryAgain again:
                _desk!.Receive(again);
                break;
        }
    }

    /// <inheritdoc />
    protected internal override void OnTurnEnd()
    {
        if (_appending == 0 ? !_appends.IsEmpty : _appending < BatchesMax && _appends.Count >= IRoomStore.BatchRoomsMax)
        {
            var batch = _appends.Take();
            var appends = batch.ConvertAll(each => each.Turn);
            _appending++;
            var given = Context.Now;
            var spans = BatchSpans.Begin(parts.Tracing, batch);
            _desk!.Ask((store, cancel) => store.AppendAsync(appends, cancel), answers =>
            {
                spans?.End(answers);
                Appended(batch, given, answers);
            });
        }

        if (!_isSaving && !_saves.IsEmpty)
        {
            var batch = _saves.Take();
            var saves = batch.ConvertAll(each => each.Snapshot);
            _isSaving = true;
            _desk!.Ask((store, cancel) => store.SaveSnapshotsAsync(saves, cancel), answers => Saved(batch, answers));
        }
    }

    /// <inheritdoc />
    protected internal override void OnStop() => _desk?.Dispose();

    private void Appended(List<CommitMessage.Append> batch, DateTimeOffset given, IReadOnlyList<WriteAnswer> answers)
    {
        parts.Meter.Committed(Context.Now - given);
        _appending--;
        _appends.Done(batch);
        for (var index = 0; index < batch.Count; index++)
        {
            CommitAnswer answer = answers[index] == WriteAnswer.Made
                ? new CommitAnswer.Committed(batch[index].Turn.Version)
                : new CommitAnswer.Refused(answers[index]);
            Context.Tell(batch[index].Room, answer);
        }
    }

    private void Saved(List<CommitMessage.Save> batch, IReadOnlyList<WriteAnswer> answers)
    {
        _isSaving = false;
        for (var index = 0; index < batch.Count; index++)
        {
            var saved = batch[index].Snapshot;
            CommitAnswer answer = answers[index] == WriteAnswer.Made
                ? new CommitAnswer.Saved(saved.Version, saved.Ended)
                : new CommitAnswer.Refused(answers[index]);
            Context.Tell(batch[index].Room, answer);
        }
    }
}
