using GameServer.Client;
using GameServer.Games.Arena;
using GameServer.Games.Chat;
using GameServer.Games.Feed;
using GameServer.Games.Relay;
using GameServer.Games.TicTacToe;
using GameServer.Protocol.V1;
using Google.Protobuf;

namespace GameServer.Bench.Soak;

/// <summary>A game as bots play it: which rooms there are, and what a member sends.</summary>
internal abstract class SoakGame(string name)
{
    private const int Rooms = 4;
    private const int RelayedBytes = 200;

    /// <summary>All built-in games, and the listing of rooms.</summary>
    internal static IReadOnlyList<SoakGame> All { get; } =
    [
        Of<ArenaState, ArenaCommand, ArenaEvent>("arena", ArenaState.Parser, ArenaEvent.Parser, Steer),
        Of<TicTacToeState, TicTacToeCommand, TicTacToeEvent>("tictactoe", TicTacToeState.Parser, TicTacToeEvent.Parser, Move),
        Of<ChatState, ChatCommand, ChatEvent>("chat", ChatState.Parser, ChatEvent.Parser, Say),
        Of<RelayState, RelayCommand, RelayEvent>("relay", RelayState.Parser, RelayEvent.Parser, Relay),
        Of<FeedState, FeedCommand, FeedEvent>("feed", FeedState.Parser, FeedEvent.Parser, Nothing<FeedCommand>),
        new SoakGame<LobbyState, LobbyCommand, LobbyEvent>(RoomDefinitions.Lobby, Nothing<LobbyCommand>, key: "*"),
    ];

    /// <summary>The room type that leaks: every bot makes a room of its own.</summary>
    internal static SoakGame Leaky { get; } = new SoakGame<RelayState, RelayCommand, RelayEvent>(
        new(LeakyRoom.Type, RelayState.Parser, RelayEvent.Parser), Nothing<RelayCommand>, key: "");

    internal string Name => name;

    /// <summary>Enters a room and answers how to go on there.</summary>
    internal abstract Task<SoakPlace> EnterAsync(GameClient client, Random random, CancellationToken cancel);

    /// <summary>One of the keys of its rooms.</summary>
    protected static string AnyKey(Random random) => $"soak {random.Next(Rooms)}";

    private static SoakGame<TState, TCommand, TEvent> Of<TState, TCommand, TEvent>(
        string type, MessageParser<TState> states, MessageParser<TEvent> events, Func<Random, TCommand?> next)
        where TState : class, IMessage<TState>
        where TCommand : class, IMessage<TCommand>
        where TEvent : class, IMessage<TEvent> => new(new(type, states, events), next, key: null);

    private static ArenaCommand Steer(Random random) =>
        new() { Steer = new Steer { Turn = random.Next(-1, 2), Thrust = random.Next(2) == 0, Fire = random.Next(2) == 0 } };

    private static TicTacToeCommand Move(Random random) => random.Next(5) == 0
        ? new TicTacToeCommand { Rematch = new Rematch() }
        : new TicTacToeCommand { Move = new Move { Cell = (uint)random.Next(9) } };

    private static ChatCommand Say(Random random) => new() { Say = new Say { Text = $"Have you seen number {random.Next()}?" } };

    private static RelayCommand Relay(Random random)
    {
        var data = new byte[random.Next(RelayedBytes)];
        random.NextBytes(data);
        return new RelayCommand { Type = 1, Data = ByteString.CopyFrom(data) };
    }

    private static TCommand? Nothing<TCommand>(Random random)
        where TCommand : class => null;
}

/// <summary>A game by its messages.</summary>
/// <param name="definition">Its room type.</param>
/// <param name="next">What a member sends next; null: nothing, it only watches.</param>
/// <param name="key">Of the one room that there is; null: one of a few; empty: a new room each time.</param>
internal sealed class SoakGame<TState, TCommand, TEvent>(
    RoomDefinition<TState, TCommand, TEvent> definition, Func<Random, TCommand?> next, string? key) : SoakGame(definition.RoomType)
    where TState : class, IMessage<TState>
    where TCommand : class, IMessage<TCommand>
    where TEvent : class, IMessage<TEvent>
{
    internal override async Task<SoakPlace> EnterAsync(GameClient client, Random random, CancellationToken cancel)
    {
        var target = key is "" ? JoinTarget.Create() : JoinTarget.Key(key ?? AnyKey(random));
        var room = await client.JoinAsync(definition, target, cancel: cancel).ConfigureAwait(false);
        return new SoakPlace(
            () => room.HasLeft,
            async () => next(random) is not { } command
                ? null
                : (await room.SendAsync(command, CancellationToken.None).ConfigureAwait(false)).Outcome,
            () => room.LeaveAsync(cancel));
    }
}

/// <summary>A bot's place in a room.</summary>
/// <param name="HasLeft">It is no member any more.</param>
/// <param name="SendAsync">Sends the next command and answers what became of it; null: there was none to send.</param>
/// <param name="LeaveAsync">Leaves the room.</param>
internal sealed record SoakPlace(Func<bool> HasLeft, Func<Task<CommandOutcome?>> SendAsync, Func<Task> LeaveAsync);
