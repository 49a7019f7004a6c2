using System.Globalization;
using GameServer.Actors;

namespace GameServer.Tests.Simulation;

/// <summary>
/// All that happened in one simulation as one number, FNV-1a over receivers, kinds of messages, bytes and times: the same in every process.
/// Lines for people are made only where somebody will read them.
/// </summary>
internal sealed class SimTrace(SimAgenda agenda, int linesKept)
{
    private const ulong Offset = 14695981039346656037UL;
    private const ulong Prime = 1099511628211UL;

    private readonly Dictionary<ActorRef, ulong> _paths = [];
    private readonly Dictionary<Type, ulong> _types = [];
    private readonly Queue<string> _lines = new();

    internal ulong Hash { get; private set; } = Offset;

    /// <summary>How many things have been noted.</summary>
    internal long Count { get; private set; }

    /// <summary>The newest lines, where they are kept.</summary>
    internal IReadOnlyCollection<string> Lines => _lines;

    /// <summary>An actor of a node receives a message.</summary>
    internal void Received(string node, ActorRef receiver, object message)
    {
        Mix(HashOf(_paths, receiver, static actor => actor.Path));
        Mix(HashOf(_types, message.GetType(), static type => type.FullName!));
        Mix((ulong)agenda.Now.Ticks);
        Count++;
        Keep(() => $"{node}{receiver.Path} {message}");
    }

    /// <summary>Something else happens.</summary>
    internal void Note(string what, ulong number = 0)
    {
        Mix(HashOf(what));
        Mix(number);
        Mix((ulong)agenda.Now.Ticks);
        Count++;
        Keep(() => number == 0 ? what : $"{what} {number}");
    }

    /// <summary>Bytes go from one to another.</summary>
    internal void Carried(string what, ReadOnlySpan<byte> bytes)
    {
        foreach (var each in bytes)
        {
            Mix(each);
        }

        Note(what, (ulong)bytes.Length);
    }

    private static ulong HashOf<T>(Dictionary<T, ulong> known, T of, Func<T, string> name)
        where T : notnull
    {
        if (!known.TryGetValue(of, out var hash))
        {
            hash = HashOf(name(of));
            known.Add(of, hash);
        }

        return hash;
    }

    private static ulong HashOf(string text)
    {
        var hash = Offset;
        foreach (var letter in text)
        {
            hash = unchecked((hash ^ letter) * Prime);
        }

        return hash;
    }

    private void Mix(ulong value) => Hash = unchecked((Hash ^ value) * Prime);

    private void Keep(Func<string> line)
    {
        if (linesKept > 0)
        {
            _lines.Enqueue(string.Create(CultureInfo.InvariantCulture, $"{agenda.Now.TotalMilliseconds,12:F3} {line()}"));
            if (_lines.Count > linesKept)
            {
                _lines.Dequeue();
            }
        }
    }
}
