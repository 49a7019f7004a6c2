using System.Data.Common;
using System.Diagnostics;
using System.Security.Cryptography;
using GameServer.Actors;
using GameServer.Cluster;
using GameServer.Games.TicTacToe;
using GameServer.Gateway;
using GameServer.Identity;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Rooms;
using GameServer.Sessions;
using GameServer.Storage.Memory;
using GameServer.Telemetry;
using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.IdentityModel.Tokens;

namespace GameServer;

/// <summary>
/// A failover that a node plays with itself before it joins its cluster: two nodes in one process, two players in one room, and the node
/// that runs the room dies. What players of a real failover wait for is then compiled. docs/decisions/0024-rehearsal.md has the figures.
/// </summary>
internal sealed class Rehearsal : IAsyncDisposable
{
    private const string RoomType = "rehearsal";
    private const string Key = "room";
    private const ulong Moves = 3;

    /// <summary>On a busy machine it takes two.</summary>
    internal static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly ServerOptions _options;
    private readonly IMailboxScheduler _scheduler;
    private readonly MemoryTables _tables = new();
    private readonly IReadOnlyList<SymmetricSecurityKey> _keys = [new(RandomNumberGenerator.GetBytes(32))];
    private readonly List<NodeCore> _nodes = [];
    private readonly List<RehearsalLinks> _links = [];
    private readonly ServiceProvider _services = new ServiceCollection().BuildServiceProvider();

    private Rehearsal(ServerOptions options, IMailboxScheduler scheduler) => (_options, _scheduler) = (options, scheduler);

    /// <summary>Plays it. A rehearsal that gets stuck is given up, with a word to the log; the node starts all the same.</summary>
    internal static async Task PlayAsync(
        ServerOptions options, IMailboxScheduler scheduler, IRoomStore store, TimeSpan timeout, ILogger log)
    {
        var began = Stopwatch.GetTimestamp();
        using var cancel = new CancellationTokenSource(timeout);
        try
        {
            var rehearsal = new Rehearsal(options, scheduler);
            await using (rehearsal.ConfigureAwait(false))
            {
                await rehearsal.PlayAsync(cancel.Token).ConfigureAwait(false);
            }

            await AskAsync(store, cancel.Token).ConfigureAwait(false);
            log.Rehearsed((long)Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }
        catch (OperationCanceledException)
        {
            log.RehearsalStuck((long)timeout.TotalMilliseconds);
        }
        catch (IOException cause)
        {
            log.RehearsalWithoutLoopback(cause);
        }
        catch (Exception cause) when (cause is DbException or TimeoutException)
        {
            log.RehearsalWithoutStore(cause);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _nodes.ForEach(static node => node.Dispose());
        foreach (var links in _links)
        {
            await links.DisposeAsync().ConfigureAwait(false);
        }

        await _services.DisposeAsync().ConfigureAwait(false);
    }

    // Of the real store: about a room that is not there.
    private static async Task AskAsync(IRoomStore store, CancellationToken cancel)
    {
        var (room, nobody) = (new RoomId(RoomType), new Incarnation(RoomType));
        var known = new Dictionary<RoomTypeName, TypeVersions> { [new RoomTypeName(RoomType)] = new(1, 1, 1) };
        var append = new RoomAppend(room, new Epoch(1), default, new RoomVersion(1), ReadOnlyMemory<byte>.Empty, default, [], Ended: false);
        await store.LocateAsync([room], cancel).ConfigureAwait(false);
        await store.TakeOverAsync([room], nobody, known, cancel).ConfigureAwait(false);
        await store.AppendAsync([append], cancel).ConfigureAwait(false);
        await store.RoomsOfAsync(new PlayerId(RoomType), [], cancel).ConfigureAwait(false);
    }

    private async Task PlayAsync(CancellationToken cancel)
    {
        var (dying, living) = (await NodeAsync("a", cancel).ConfigureAwait(false), await NodeAsync("b", cancel).ConfigureAwait(false));
        await UntilLinkedAsync(dying, living, cancel).ConfigureAwait(false);
        var (ann, ben) = (await EnterAsync(dying, "ann").ConfigureAwait(false), await EnterAsync(living, "ben").ConfigureAwait(false));
        await JoinAsync(ann, cancel).ConfigureAwait(false);
        await RehearsalPlayer.UntilAsync(() => dying.Rooms.Count == 1, cancel).ConfigureAwait(false);
        await JoinAsync(ben, cancel).ConfigureAwait(false);
        var room = dying.Rooms.All.Single();
        for (ulong number = 1; number <= Moves; number++)
        {
            await MoveAsync(ann, room.Number, number, cancel).ConfigureAwait(false);
            await MoveAsync(ben, room.Number, number, cancel).ConfigureAwait(false);
        }

        dying.Dispose();
        await _links[0].DisposeAsync().ConfigureAwait(false);
        await RehearsalPlayer.UntilAsync(() => living.Rooms.Find(room.Id) is not null, cancel).ConfigureAwait(false);
        await MoveAsync(ben, room.Number, Moves + 1, cancel).ConfigureAwait(false);
    }

    private static Task UntilLinkedAsync(NodeCore one, NodeCore other, CancellationToken cancel)
    {
        var (ones, others) = (one.Cluster!.Links, other.Cluster!.Links);
        return RehearsalPlayer.UntilAsync(() => ones.IsUp(others.Self) && others.IsUp(ones.Self), cancel);
    }

    private async Task<(RehearsalPlayer Player, ISessionInbox Session)> EnterAsync(NodeCore node, string name)
    {
        var player = new RehearsalPlayer(_options.Gateway.Outbox);
        var identity = new PlayerIdentity(new PlayerId(name), name, new HashSet<string>(), IsGuest: true);
        var answer = await node.Door.OpenAsync(player, identity, CancellationToken.None).ConfigureAwait(false);
        return answer is DoorAnswer.Opened opened
            ? (player, opened.Session)
            : throw new OperationCanceledException($"The rehearsal's session was answered {answer}.");
    }

    private static Task JoinAsync((RehearsalPlayer Player, ISessionInbox Session) who, CancellationToken cancel)
    {
        var key = new RoomKey { RoomType = RoomType, Key = Key };
        return SendAsync(who, new ClientEnvelope { RequestId = 1, Join = new Join { Nonce = "join", Key = key } }, cancel);
    }

    private static Task MoveAsync(
        (RehearsalPlayer Player, ISessionInbox Session) who, RoomNumber room, ulong number, CancellationToken cancel)
    {
        var move = new TicTacToeCommand { Move = new Move { Cell = 4 } };
        var command = new Command { Room = room.Value, CommandSeq = number, Payload = move.ToByteString() };
        return SendAsync(who, new ClientEnvelope { Command = command }, cancel);
    }

    private static Task SendAsync((RehearsalPlayer Player, ISessionInbox Session) who, ClientEnvelope envelope, CancellationToken cancel)
    {
        var before = who.Player.Frames;
        who.Session.TryReceive(who.Player, envelope);
        return who.Player.MoreThanAsync(before, cancel);
    }

    private async Task<NodeCore> NodeAsync(string name, CancellationToken cancel)
    {
        var links = new RehearsalLinks(_options.Links);
        _links.Add(links);
        await links.StartAsync(cancel).ConfigureAwait(false);
        var ids = new RandomIdSource();
        var self = new ClusterSelf(new NodeId(name), links.Address, NodeRoles.Gateway | NodeRoles.Host, TakesOver: false);
        var actors = new ActorSystem(new ActorSystemOptions(new AlarmClock(), _scheduler, Security.NewSeed(), NullLoggerFactory.Instance));
        var node = NodeAssembly.Assemble(new NodeIngredients
        {
            Options = _options,
            Name = new NodeId(name),
            Self = new Incarnation($"{name}-{ids.NewId()}"),
            Actors = actors,
            Time = TimeProvider.System,
            Ids = ids,
            Work = new WorkEdge(),
            Store = new MemoryRoomStore(_tables),
            Committers = 1,
            Types = Types(),
            Keys = _keys,
            Logs = NullLoggerFactory.Instance,
            Meter = new RoomMeter(TimeProvider.System, meters: null, RoomMeter.RehearsalName),
            Cluster = new ClusterIngredients(
                self, new MemoryNodeStore(_tables, TimeProvider.System), links.Of, new NoWatch()),
        });
        _nodes.Add(node);
        return node;
    }

    private RoomTypes Types()
    {
        var catalog = new RoomCatalog();
        catalog.Add<TicTacToeRoom>(RoomType);
        return catalog.ToTypes(_services, _options.Gateway.OutboxBytesMax, isClustered: true, Release.Present);
    }

    /// <summary>The nodes of a rehearsal tell nobody of their cluster.</summary>
    private sealed class NoWatch : IClusterListener
    {
        public void Changed(ClusterView view, ViewDiff diff)
        {
        }

        public void Thawed()
        {
        }

        public void Rejoined(Incarnation now, IReadOnlyList<MovedRoom> kept)
        {
        }

        public void DrainAsked()
        {
        }

        public void Clashed(NodeRow live)
        {
        }
    }
}
