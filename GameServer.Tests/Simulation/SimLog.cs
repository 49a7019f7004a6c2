using Microsoft.Extensions.Logging;

namespace GameServer.Tests.Simulation;

/// <summary>
/// What the nodes log: lines of the trace, and errors as faults, for a node logs one only when something is wrong inside it.
/// </summary>
internal sealed class SimLog(string node, SimTrace trace, SimVerdict verdict) : ILoggerFactory, ILogger
{
    public void AddProvider(ILoggerProvider provider)
    {
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (logLevel < LogLevel.Warning)
        {
            return;
        }

        var line = $"{node} logs: {formatter(state, exception)} {exception?.GetType().Name} {exception?.Message}";
        trace.Note(line);

        // What a dead process had sent may take the name back. The node waits until the others have revoked it, and says so.
        if (logLevel >= LogLevel.Error && eventId.Name != "NodeNameTaken")
        {
            verdict.Fault($"{line} {exception?.StackTrace}");
        }
    }

    public void Dispose()
    {
    }
}
