using GameServer.Actors;

namespace GameServer.Tests.Actors.TestKit;

/// <summary>Every message in the order in which actors received them, and one number for the whole of it.</summary>
internal sealed class Trace
{
    private const ulong FnvOffset = 14695981039346656037UL;
    private const ulong FnvPrime = 1099511628211UL;

    private readonly List<string> _lines = [];

    internal IReadOnlyList<string> Lines => _lines;

    /// <summary>FNV-1a over all lines: the same in every process, unlike string hash codes.</summary>
    internal ulong Hash { get; private set; } = FnvOffset;

    internal void Record(ActorRef receiver, object message)
    {
        var line = $"{receiver.Path} {message}\n";
        _lines.Add(line);
        foreach (var character in line)
        {
            Hash = unchecked((Hash ^ character) * FnvPrime);
        }
    }
}
