using System.IO.Pipelines;

namespace GameServer.Gateway;

/// <summary>
/// Reads on after the close frame when what comes cannot be understood any more, or comes behind the client's own close frame. Ending a
/// TCP connection with bytes unread resets it, and a reset can take the close frame away from a client that has not read it yet.
/// </summary>
internal static class Linger
{
    // A client that has read the close frame sends nothing but its own; one that streams on is cut at the close timeout.
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(500);

    internal static async Task UntilQuietAsync(PipeReader input, SocketSurroundings around)
    {
        var began = around.Time.GetTimestamp();
        var atMost = TimeSpan.FromMilliseconds(around.Options.CloseTimeoutMs);
        try
        {
            while (around.Time.GetElapsedTime(began) < atMost)
            {
                using var quiet = new CancellationTokenSource(Quiet, around.Time);
                var arrived = await input.ReadAsync(quiet.Token).ConfigureAwait(false);
                input.AdvanceTo(arrived.Buffer.End);
                if (arrived.IsCompleted)
                {
                    return;
                }
            }
        }
        catch (Exception ended) when (ended is IOException or OperationCanceledException or InvalidOperationException)
        {
            // Quiet, or gone.
        }
    }
}
