using System.Collections.Concurrent;

namespace GameServer.Storage.Sqlite;

/// <summary>
/// One connection to the SQLite file and the thread that alone uses it, one piece of work after the other. After a failure the connection
/// is given up and the next piece of work gets a new one, so that a disk that was full or a file that was locked is no trouble once it is
/// not.
/// </summary>
internal sealed class SqliteDesk : IAsyncDisposable
{
    private readonly BlockingCollection<Action> _work = [];
    private readonly Func<SqliteDatabase> _open;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SqliteDatabase? _database;

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
        _work.Add(
            () =>
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
            },
            CancellationToken.None);
        return outcome.Task;
    }

    /// <summary>Ends when all that was asked for is done.</summary>
    public async ValueTask DisposeAsync()
    {
        _work.CompleteAdding();
        await _ended.Task;
        _work.Dispose();
    }

    private void Run()
    {
        foreach (var piece in _work.GetConsumingEnumerable())
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
