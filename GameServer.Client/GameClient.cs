using GameServer.Client.Core;
using GameServer.Client.Loop;
using GameServer.Client.Transport;
using GameServer.Protocol.V1;
using Google.Protobuf;

namespace GameServer.Client;

/// <summary>
/// One session with a server, which outlives its connections: it reconnects by itself and goes on where it was. Its members may be used
/// from any thread; callbacks run where <see cref="GameClientOptions.Callbacks"/> says.
/// </summary>
public sealed class GameClient : IAsyncDisposable
{
    private readonly ClientLoop _loop;
    private readonly GameClientOptions _options;
    private readonly TaskCompletionSource<bool> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile Snapshot _seen;

    private GameClient(Uri address, GameClientOptions options, ITransport transport)
    {
        _options = options;
        _loop = new ClientLoop(address, options, transport, new Random(Nonces.NextSeed()));
        _seen = new Snapshot(_loop.Core.Status, new Welcome(), null);
        _loop.Tell = new EffectTeller(OnEffect).Tell;
        _loop.TakeFault = TakeFault;
    }

    /// <summary>The identity of this player, the same in every session of an authenticated one.</summary>
    public string PlayerId => _seen.Welcome.PlayerId;

    /// <summary>The display name that the server settled on.</summary>
    public string PlayerName => _seen.Welcome.PlayerName;

    /// <summary>The name of this session.</summary>
    public string SessionId => _seen.Welcome.SessionId;

    /// <summary>
    /// With this token another run of the program goes on with the session (<see cref="GameClientOptions.ResumeToken"/>). It changes with
    /// every connection: keep the newest, as a secret.
    /// </summary>
    public string ResumeToken => _seen.Welcome.ResumeToken;

    /// <summary>Rooms that the player is in from before this program began: join them by id to go on there.</summary>
    public IReadOnlyList<RoomRef> JoinedBefore => _loop.Core.Traffic.Unclaimed.All;

    /// <summary>How the client stands with its server.</summary>
    public ConnectionStatus Status => _seen.Status;

    /// <summary>Why the client is closed; null while it is not.</summary>
    public ClosedInfo? ClosedInfo => _seen.Closed;

    /// <summary>Smoothed over the last heartbeats; null before the first.</summary>
    public TimeSpan? RoundTripTime => _loop.Core.Clock.RoundTrip;

    /// <summary>The server's clock, as far as heartbeats tell. Good for showing and interpolating, not for security.</summary>
    public DateTimeOffset ServerNow => _loop.Core.Clock.At(ClientClock.NowMs);

    /// <summary>What the client has counted.</summary>
    public ClientStatistics Statistics =>
        new(_loop.Core.Reconnects, _loop.Core.Traffic.SnapshotsRequested, _loop.Core.Traffic.HashMismatches);

    /// <summary>The status has changed.</summary>
    public event Action<ConnectionStatus>? StatusChanged;

    /// <summary>The server complained about something that nobody waits for.</summary>
    public event Action<Error>? ErrorReceived;

    /// <summary>The session is over for this client. Told once.</summary>
    public event Action<ClosedInfo>? Closed;

    /// <summary>
    /// A callback threw. Without a subscriber the exception goes on: out of <see cref="Pump"/>, or unhandled in
    /// <see cref="CallbackMode.Immediate"/>.
    /// </summary>
    public event Action<Exception>? CallbackFailed;

    /// <summary>
    /// Opens a session. It is tried once, or with a <see cref="GameClientOptions.ResumeToken"/> until the server answers; later losses of
    /// the connection are repaired without end.
    /// </summary>
    /// <param name="address">Of the server's WebSocket, for example ws://127.0.0.1:5080/ws.</param>
    /// <param name="options">How to connect.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="ConnectionClosedException">There is no server, or it refused.</exception>
    public static Task<GameClient> ConnectAsync(Uri address, GameClientOptions? options = null, CancellationToken cancel = default)
    {
        options ??= new GameClientOptions();
        return ConnectAsync(address, options, new WebSocketTransport(options.Simulation), cancel);
    }

    internal static async Task<GameClient> ConnectAsync(
        Uri address, GameClientOptions options, ITransport transport, CancellationToken cancel)
    {
        var client = new GameClient(address, options, transport);
        client._loop.Post(() => client._loop.Core.Start(ClientClock.NowMs));
        using (cancel.Register(() => client._loop.Post(client._loop.Core.Close)))
        {
            await client._opened.Task.ConfigureAwait(false);
        }

        cancel.ThrowIfCancellationRequested();
        if (client.ClosedInfo is { } closed)
        {
            throw new ConnectionClosedException(closed);
        }

        if (options.Callbacks == CallbackMode.Pumped)
        {
            client._loop.StartPumping();
        }

        return client;
    }

    /// <summary>
    /// Enters a room, and waits for its state. The wish is carried out once, however often the connection is lost meanwhile.
    /// </summary>
    /// <typeparam name="TState">The room's state.</typeparam>
    /// <typeparam name="TCommand">What members send.</typeparam>
    /// <typeparam name="TEvent">What members receive beside the state.</typeparam>
    /// <param name="definition">The room's type.</param>
    /// <param name="target">Which room.</param>
    /// <param name="settings">What the room's join decision gets.</param>
    /// <param name="subscribe">Called with the handle before the first callback, so that nothing is missed.</param>
    /// <param name="cancel">Stops waiting; the player may be in the room all the same.</param>
    /// <exception cref="RequestRefusedException">The server or the room refused.</exception>
    /// <exception cref="ConnectionClosedException">The session ended.</exception>
    public async Task<RoomHandle<TState, TCommand, TEvent>> JoinAsync<TState, TCommand, TEvent>(
        RoomDefinition<TState, TCommand, TEvent> definition,
        JoinTarget target,
        JoinSettings? settings = null,
        Action<RoomHandle<TState, TCommand, TEvent>>? subscribe = null,
        CancellationToken cancel = default)
        where TState : class, IMessage<TState>
        where TCommand : class, IMessage<TCommand>
        where TEvent : class, IMessage<TEvent>
    {
        var join = target.ToJoin(definition.RoomType, settings ?? new JoinSettings(), Nonces.Next());
        var request = new ClientRequest.JoinRoom(join, definition.StateParser, definition.EventParser)
        {
            NewSink = room =>
            {
                var handle = room.Sink as RoomHandle<TState, TCommand, TEvent>
                    ?? new RoomHandle<TState, TCommand, TEvent>(_loop, room, definition.EventParser);
                subscribe?.Invoke(handle);
                return handle;
            },
        };
        return (RoomHandle<TState, TCommand, TEvent>)await _loop.AskAsync(request, cancel).ConfigureAwait(false);
    }

    /// <summary>The open rooms, as they are now. For a listing that stays true join <see cref="RoomDefinitions.Lobby"/>.</summary>
    /// <param name="roomType">Empty for all types.</param>
    /// <param name="filters">All of them must match.</param>
    /// <param name="limit">0 for the server's limit.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <exception cref="RequestRefusedException">The server refused.</exception>
    /// <exception cref="ConnectionClosedException">The session ended.</exception>
    public async Task<IReadOnlyList<RoomListing>> ListRoomsAsync(
        string roomType = "", IEnumerable<PropertyFilter>? filters = null, uint limit = 0, CancellationToken cancel = default)
    {
        var list = new ListRooms { RoomType = roomType, Limit = limit };
        list.Filters.AddRange(filters ?? []);
        return ((RoomList)await _loop.AskAsync(new ClientRequest.List(list), cancel).ConfigureAwait(false)).Rooms;
    }

    /// <summary>
    /// Handles all that has come in, and runs the callbacks on this thread; for <see cref="CallbackMode.Pumped"/>, once per frame.
    /// </summary>
    public void Pump()
    {
        if (_options.Callbacks != CallbackMode.Pumped)
        {
            throw new InvalidOperationException("Only a client with CallbackMode.Pumped is pumped.");
        }

        _loop.Drain();
    }

    /// <summary>Closes the session politely: what was sent is sent, rooms are told. Waits for it, but not long.</summary>
    public async ValueTask DisposeAsync()
    {
        _loop.StopPumping();
        var connection = _loop.Connection;
        await _loop.CallAsync(() =>
        {
            if (_loop.Core.Closed is null)
            {
                _loop.Core.Close();
            }

            return true;
        }).ConfigureAwait(false);
        await (connection?.Ended ?? Task.CompletedTask).ConfigureAwait(false);
    }

    private void OnEffect(ClientEffect effect)
    {
        switch (effect)
        {
            case ClientEffect.StatusChanged changed:
                _seen = _seen with { Status = changed.Status, Welcome = _loop.Core.Identity?.Welcome ?? _seen.Welcome };
                _options.StatusChanged?.Invoke(changed.Status);
                StatusChanged?.Invoke(changed.Status);
                if (changed.Status == ConnectionStatus.Connected)
                {
                    _opened.TrySetResult(true);
                }

                break;
            case ClientEffect.ErrorReceived received:
                ErrorReceived?.Invoke(received.Error);
                break;
            case ClientEffect.Ended ended:
                _seen = _seen with { Closed = ended.Info };
                _opened.TrySetResult(false);
                Closed?.Invoke(ended.Info);
                break;
        }
    }

    private bool TakeFault(Exception fault)
    {
        CallbackFailed?.Invoke(fault);
        return CallbackFailed is not null;
    }

    /// <summary>What other threads may read of the core.</summary>
    private sealed record Snapshot(ConnectionStatus Status, Welcome Welcome, ClosedInfo? Closed);
}
