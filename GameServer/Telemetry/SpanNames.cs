namespace GameServer.Telemetry;

/// <summary>The names of the spans of a command, in the order of its way; docs/OPERATIONS.md says what each covers.</summary>
internal static class SpanNames
{
    internal const string Session = "session command";
    internal const string Link = "link command";
    internal const string Room = "room turn";
    internal const string Store = "store append";
    internal const string Answer = "room answer";
}
