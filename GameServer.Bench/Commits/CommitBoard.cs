using System.Collections.Concurrent;
using GameServer.Bench.Load.Client;
using GameServer.Protocol.Identity;

namespace GameServer.Bench.Commits;

/// <summary>What the rooms of one run count together. From any thread.</summary>
internal sealed class CommitBoard
{
    private readonly Lock _gate = new();
    private readonly Histogram _latency = new();
    private long _commands;
    private long _logBytes;
    private int _ready;
    private int _faults;
    private readonly ConcurrentDictionary<RoomId, RoomVersion> _versions = new();
    private bool _isMeasuring;

    internal int Ready => Volatile.Read(ref _ready);

    /// <summary>Things that must not be: a refused append, a command that was not applied, an answer for something not asked.</summary>
    internal int Faults => Volatile.Read(ref _faults);

    /// <summary>Rooms that wait for nothing any more.</summary>
    internal int Rested => _versions.Count;

    /// <summary>The last version of a room that rests.</summary>
    internal RoomVersion VersionOf(RoomId room) => _versions[room];

    internal void Rest(RoomId room, RoomVersion version) => _versions[room] = version;

    internal void RoomIsReady() => Interlocked.Increment(ref _ready);

    internal void Fault() => Interlocked.Increment(ref _faults);

    /// <summary>An append of commands is committed.</summary>
    /// <param name="meantFor">Of each of its commands, for when it was meant.</param>
    /// <param name="bytes">Its size in the log.</param>
    internal void Committed(List<long> meantFor, int bytes)
    {
        var now = Clock.Now;
        lock (_gate)
        {
            if (!_isMeasuring)
            {
                return;
            }

            _commands += meantFor.Count;
            _logBytes += bytes;
            foreach (var time in meantFor)
            {
                _latency.Record(now - time);
            }
        }
    }

    internal void Begin()
    {
        lock (_gate)
        {
            _isMeasuring = true;
        }
    }

    internal (long Commands, long LogBytes, Histogram Latency) End()
    {
        lock (_gate)
        {
            _isMeasuring = false;
            return (_commands, _logBytes, _latency);
        }
    }
}
