using System.Collections.Concurrent;
using GameServer.Cluster;
using GameServer.Identity;
using GameServer.Protocol.Identity;
using GameServer.Rooms;

namespace GameServer.Tests.Contracts;

/// <summary>
/// Nodes that take one another's rooms over, revoke one another, and come back with what is left to them, all at once. Who was told that it
/// has which room at which epoch is compared afterwards: one process for each epoch, and none that lost a room while it was alive.
/// </summary>
internal sealed class OwnerRace(StoreRig rig, int nodes, int seed)
{
    private readonly ConcurrentDictionary<(RoomId Room, Epoch Epoch), Holder> _holders = [];
    private readonly ConcurrentDictionary<Incarnation, long> _revokedFrom = [];
    private readonly ConcurrentDictionary<RoomId, long> _lostAt = [];
    private readonly ConcurrentDictionary<RoomId, bool> _rooms = [];
    private readonly Incarnation[] _lives = new Incarnation[nodes];
    private long _clock;

    internal int Takeovers { get; private set; }

    internal int Kept { get; private set; }

    internal async Task RunAsync(int rounds)
    {
        for (var node = 0; node < nodes; node++)
        {
            _lives[node] = new Incarnation($"node{node}-x");
            await rig.JoinAsync($"node{node}", _lives[node].Value);
            for (var room = 0; room < 4; room++)
            {
                await MakeAsync(_lives[node], isStored: true);
            }
        }

        var random = Enumerable.Range(0, nodes).Select(node => new Random(seed + node)).ToArray();
        for (var round = 0; round < rounds; round++)
        {
            // Each round all at once, and none a round ahead: left alone for long, the others would leave nothing to come back to.
            await Task.WhenAll(Enumerable.Range(0, nodes).Select(node => Task.Run(() => LiveAsync(node, random[node]))));
        }

        _holders.Keys.ToList().ForEach(Check);
        Takeovers = _holders.Keys.Count(key => key.Epoch.Value > 1);
    }

    private async Task LiveAsync(int node, Random random)
    {
        var self = _lives[node];
        if (await rig.Nodes.RenewAsync(self, default, TimeSpan.FromMinutes(5), default) is RenewAnswer.Revoked)
        {
            self = await ComeBackAsync(node, self);
        }

        if (random.Next(3) == 0)
        {
            var other = (node + 1 + random.Next(nodes - 1)) % nodes;
            var life = _lives[other];
            _revokedFrom.TryAdd(life, Interlocked.Increment(ref _clock));
            await rig.Nodes.RevokeAsync(self, new NodeId($"node{other}"), life, default);
        }

        if (random.Next(4) == 0)
        {
            await MakeAsync(self, isStored: false);
        }

        var wanted = _rooms.Keys.OrderBy(_ => random.Next()).Take(6).ToList();
        var answers = await rig.Store.TakeOverAsync(wanted, self, StoreRig.Known, default);
        for (var index = 0; index < wanted.Count; index++)
        {
            Note(wanted[index], answers[index], self);
        }
    }

    private async Task<Incarnation> ComeBackAsync(int node, Incarnation elder)
    {
        var next = elder.Next();
        foreach (var kept in await rig.JoinAsync($"node{node}", next.Value, elder.Value))
        {
            _holders[(kept.Room, kept.Epoch)].Process.ShouldBe(elder.Process, $"{kept} came back to another process");
            Hold(kept.Room, kept.Epoch, next);
            lock (_lives)
            {
                Kept++;
            }
        }

        return _lives[node] = next;
    }

    private async Task MakeAsync(Incarnation owner, bool isStored)
    {
        var room = await rig.RunAsync(owner, isStored: isStored);
        Hold(room, new Epoch(1), owner);
        _rooms[room] = isStored;
    }

    private void Note(RoomId room, TakeOverAnswer answer, Incarnation self)
    {
        if (answer is TakeOverAnswer.Taken taken)
        {
            Hold(room, taken.Room.Epoch, self);
        }
        else if (answer is TakeOverAnswer.NotFound)
        {
            _lostAt.TryAdd(room, Interlocked.Increment(ref _clock));
            _rooms.Remove(room, out var isStored);
            isStored.ShouldBeFalse($"{room} is lost");
        }
    }

    private void Hold(RoomId room, Epoch epoch, Incarnation life)
    {
        var now = Interlocked.Increment(ref _clock);
        _holders.AddOrUpdate(
            (room, epoch),
            _ => new Holder(life.Process, life, now),
            (_, before) => before.Process == life.Process
                ? before with { Last = life }
                : throw new InvalidOperationException($"{before.Last} and {life} both have {room} at epoch {epoch}."));
    }

    /// <summary>Its last holder gave the room away itself, or was being revoked by the time that somebody else had it.</summary>
    private void Check((RoomId Room, Epoch Epoch) key)
    {
        var holder = _holders[key];
        var next = _holders.GetValueOrDefault((key.Room, new Epoch(key.Epoch.Value + 1)));
        long? endedAt = next is null ? _lostAt.TryGetValue(key.Room, out var lost) ? lost : null : next.Since;
        if (endedAt is { } at && next?.Process != holder.Process)
        {
            _revokedFrom.GetValueOrDefault(holder.Last, long.MaxValue)
                .ShouldBeLessThan(at, $"{holder.Last} was alive and lost {key.Room} of epoch {key.Epoch}");
        }
    }

    private sealed record Holder(NodeId Process, Incarnation Last, long Since);
}
