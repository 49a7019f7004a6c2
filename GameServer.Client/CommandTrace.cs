using System.Diagnostics;

namespace GameServer.Client;

/// <summary>
/// The span of a command from its sending to its answer, where the program listens to the activity source "GameServer.Client". On
/// platforms without activities (netstandard2.1) there is never one.
/// </summary>
internal readonly struct CommandTrace : IDisposable
{
#if NET
    private const string Name = "client command";

    private static readonly ActivitySource Source = new("GameServer.Client");

    private readonly Activity? _span;

    private CommandTrace(Activity? span) => _span = span;

    /// <summary>What the server is told, as in W3C Trace Context; empty: nothing is traced.</summary>
    internal string Parent => _span is { IdFormat: ActivityIdFormat.W3C, Id: { } id } ? id : string.Empty;

    /// <summary>Below whatever the caller does now.</summary>
    internal static CommandTrace Begin(string roomId, string roomType)
    {
        var span = Source.StartActivity(Name, ActivityKind.Client);
        span?.SetTag("gameserver.room.id", roomId);
        span?.SetTag("gameserver.room.type", roomType);
        return new CommandTrace(span);
    }

    internal void Answered(CommandOutcome outcome) => _span?.SetTag("gameserver.command.outcome", outcome.ToString());

    /// <inheritdoc />
    public void Dispose() => _span?.Dispose();
#else
    internal string Parent => string.Empty;

    internal static CommandTrace Begin(string roomId, string roomType)
    {
        _ = (roomId, roomType);
        return default;
    }

    internal void Answered(CommandOutcome outcome) => _ = outcome;

    /// <inheritdoc />
    public void Dispose()
    {
    }
#endif
}
