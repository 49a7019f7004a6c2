using Microsoft.Extensions.Logging;

namespace GameServer.Tests.Routing;

/// <summary>Keeps what is logged as lines. Whoever reads them while others log locks the list.</summary>
internal sealed class LinesLogger<T>(List<string> lines) : ILogger<T>
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (lines)
        {
            lines.Add(formatter(state, exception));
        }
    }
}
