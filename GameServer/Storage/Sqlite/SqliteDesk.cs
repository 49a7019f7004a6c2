namespace GameServer.Storage.Sqlite;

/// <summary>
/// One connection to the SQLite file and the thread that alone uses it, one piece of work after the other. After a failure the connection
/// is given up and the next piece of work gets a new one, so that a disk that was full or a file that was locked is no trouble once it is
/// not.
/// </summary>
internal sealed class SqliteDesk : IAsyncDisposable
{
    // No BlockingCollection: its reader spins before it sleeps, a quarter of what the writes of the bench's tick cost this thread.
    private readonly object _gate = new();
    private readonly Queue<Action> _work = new();
    private readonly Func<SqliteDatabase> _open;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SqliteDatabase? _database;
    private bool _isEnding;

    internal SqliteDesk(string name, Func<SqliteDatabase> open)
    {
        _open = open;
        new Thread(Run) { IsBackground = true, Name = name }.Start();
    }

    /// <summary>
    /// Does the work on the desk's thread. An exception is that of the work; what it asked for may or may not have happened.
    /// </summary>
    internal Task<T> RunAsync<T>(Func<SqliteDatabase, T> work, CancellationToken cancel)
    {
        var outcome = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Add(() =>
        {
            if (cancel.IsCancellationRequested)
            {
                outcome.SetCanceled(cancel);
                return;
            }

            try
            {
                outcome.SetResult(work(_database ??= _open()));
            }
            catch (Exception failure)
            {
                GiveUp();
                outcome.SetException(failure);
            }
        });
        return outcome.Task;
    }

    /// <summary>Ends when all that was asked for is done.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _isEnding = true;
            Monitor.Pulse(_gate);
        }

        await _ended.Task;
    }

    private void Add(Action piece)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isEnding, this);
            _work.Enqueue(piece);
            Monitor.Pulse(_gate);
        }
    }

    private Action? Next()
    {
        lock (_gate)
        {
            while (_work.Count == 0 && !_isEnding)
            {
                Monitor.Wait(_gate);
            }

            return _work.TryDequeue(out var piece) ? piece : null;
        }
    }

    private void Run()
    {
        while (Next() is { } piece)
        {
            piece();
        }

        GiveUp();
        _ended.SetResult();
    }

    private void GiveUp()
    {
        _database?.Dispose();
        _database = null;
    }
}
