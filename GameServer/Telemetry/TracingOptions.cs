using System.ComponentModel.DataAnnotations;

namespace GameServer.Telemetry;

/// <summary>Which commands are traced; the configuration section "Tracing".</summary>
internal sealed record TracingOptions
{
    /// <summary>
    /// Of so many commands that come to this gateway one, by chance, begins a trace: 1 is all of them, 0 none; 0 to 1,000,000,000.
    /// </summary>
    [Range(0, 1_000_000_000)]
    public int CommandsPerTrace { get; init; }

    /// <summary>Whether a command that its client traces is traced here too, as part of the client's trace.</summary>
    public bool AcceptClientContext { get; init; }

    /// <summary>
    /// For how many commands in a second that holds, those of all clients of this gateway together; 1 to 10,000.
    /// </summary>
    [Range(1, 10_000)]
    public int ClientTracesPerSecond { get; init; } = 10;

    internal bool BeginsTraces => CommandsPerTrace > 0 || AcceptClientContext;
}
