using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace GameServer.Tests.Routing;

/// <summary>Keeps what the product's own classes log, as lines.</summary>
internal sealed class LinesLoggers(List<string> lines) : ILoggerFactory
{
    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public ILogger CreateLogger(string categoryName) => categoryName.StartsWith("GameServer.", StringComparison.Ordinal)
        ? new LinesLogger<LinesLoggers>(lines)
        : NullLogger.Instance;

    public void Dispose()
    {
        // The lines are the test's.
    }
}
