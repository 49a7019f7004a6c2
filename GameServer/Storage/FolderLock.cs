namespace GameServer.Storage;

/// <summary>
/// The right to run rooms on a data folder: a locked file. The system gives it back when the process is gone, however it went, which is why
/// whoever holds it knows that the elder server is no more.
/// </summary>
internal sealed class FolderLock : IDisposable
{
    internal const string FileName = "gameserver.lock";

    private readonly FileStream _file;

    private FolderLock(FileStream file)
    {
        _file = file;
    }

    /// <exception cref="StoreStartException">Another server has it.</exception>
    internal static FolderLock Take(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            return new FolderLock(
                new FileStream(Path.Combine(folder, FileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException failure)
        {
            throw new StoreStartException($"GameServer:Data: the folder '{folder}' can't be written to: {failure.Message}", failure);
        }
        catch (IOException failure)
        {
            throw new StoreStartException(
                $"GameServer:Data: the folder '{folder}' can't be locked; "
                + $"another server is running on it, or it can't be written to: {failure.Message}",
                failure);
        }
    }

    public void Dispose() => _file.Dispose();
}
