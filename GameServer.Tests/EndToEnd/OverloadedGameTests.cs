using System.Diagnostics;
using GameServer.Authoring;
using GameServer.Client;
using GameServer.Games;
using GameServer.Games.Relay;
using GameServer.Protocol.V1;
using GameServer.Tests.Admin;
using GameServer.Tests.Client;
using GameServer.Tests.Gateway;
using Microsoft.Extensions.DependencyInjection;
using Player = GameServer.Authoring.Player;

namespace GameServer.Tests.EndToEnd;

public sealed class OverloadedGameTests
{
    private static readonly RoomDefinition<RelayState, RelayCommand, RelayEvent> _busy =
        new("busy", RelayState.Parser, RelayEvent.Parser);

    [Fact]
    public async Task A_room_over_its_budget_turns_newcomers_away_for_a_while_and_neither_its_members_nor_a_game_beside_it_lose_anything()
    {
        var burden = new Burden { IsOn = true };
        await using var server = await TestServer.StartAsync(
            Operator.Settings(),
            rooms =>
            {
                BuiltInGames.Register(rooms);
                rooms.Add<BusyRoom>("busy");
            },
            services => services.AddSingleton(burden));
        await using var game = await PingPongGame.StartAsync(server);
        await using var client = await Eventually.Of(
            GameClient.ConnectAsync(server.WebSocketUrl, new GameClientOptions { Name = "in" }), "the session");
        var room = await Eventually.Of(client.JoinAsync(_busy, JoinTarget.Key("a")), "the room");
        await Until.TrueAsync(() => server.Node.Core.Signs.Turns.Overloaded().Count > 0, "the room is overloaded");
        using var viewer = new Operator(server.Url, Operator.Viewer);
        var row = (await viewer.GetAsync("/rooms?type=busy"))["rooms"]!.AsArray().ShouldHaveSingleItem()!;
        row["isOverloaded"]!.GetValue<bool>().ShouldBeTrue();
        var ticks = (await viewer.GetAsync($"/rooms/{room.RoomId}"))["ticks"]!;
        ticks["load"]!.GetValue<string>().ShouldBeOneOf("high", "severe");
        ticks["budgetMs"]!.GetValue<double>().ShouldBe(5);
        ticks["p99Ms"].ShouldNotBeNull();

        using var stranger = await RawClient.OpenAsync(server.Url);
        await stranger.SendAsync(new ClientEnvelope { Hello = new Hello { ProtocolVersion = 1 } });
        var byKey = new Join { Key = new RoomKey { RoomType = "busy", Key = "a" } };
        var refused = (await AskAsync(stranger, 1, byKey)).Error.ShouldNotBeNull();
        refused.Code.ShouldBe(ErrorCode.Busy);
        refused.Retry.ShouldBe(Error.Types.Retry.Later);
        refused.RetryAfterMs.ShouldBeGreaterThan(0u);
        var match = await AskAsync(stranger, 2, new Join { Match = new RoomMatch { RoomType = "busy" } });
        match.Attached.ShouldNotBeNull().RoomId.ShouldNotBe(room.RoomId);

        var reply = await Eventually.Of(room.SendAsync(new RelayCommand { Type = 1 }), "the answer of the overloaded room");
        reply.Outcome.ShouldBe(CommandOutcome.Applied);
        var seen = await room.ReadAsync(NumberOf);
        var ticksLater = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        room.StateChanged += _ => GoOn(NumberOf(room.State) > seen + 8, ticksLater);
        await Eventually.Of(ticksLater.Task, "what later ticks have changed");

        burden.IsOn = false;
        await Until.TrueAsync(() => server.Node.Core.Signs.Turns.Overloaded().Count == 0, "the room is calm again");
        (await AskAsync(stranger, 3, byKey)).Attached.ShouldNotBeNull().RoomId.ShouldBe(room.RoomId);
        await game.FinishWholeAsync();
        client.Statistics.Reconnects.ShouldBe(0);
        client.Statistics.HashMismatches.ShouldBe(0);
        client.Statistics.SnapshotsRequested.ShouldBe(0);
    }

    private static void GoOn(bool isThere, TaskCompletionSource waiting)
    {
        if (isThere)
        {
            waiting.TrySetResult();
        }
    }

    private static ulong NumberOf(RelayState state) => ulong.Parse(state.Members[BusyRoom.Clock].Name);

    private static async Task<ServerEnvelope> AskAsync(RawClient client, uint request, Join join)
    {
        join.Nonce = $"n{request}";
        await client.SendAsync(new ClientEnvelope { RequestId = request, Join = join });
        while (true)
        {
            var (first, payload) = await client.ReadFrameAsync();
            if (first == 0x82
                && ServerBatch.Parser.ParseFrom(payload).Envelopes.FirstOrDefault(each => each.RequestId == request) is { } answer)
            {
                return answer;
            }
        }
    }

    /// <summary>Whether ticks take long. Set by the test, read by rooms.</summary>
    internal sealed class Burden
    {
        private volatile bool _isOn;

        internal bool IsOn
        {
            get => _isOn;
            set => _isOn = value;
        }
    }

    /// <summary>Twenty ticks a second may take 5 ms each, and take twice as much while they are burdened.</summary>
    internal sealed class BusyRoom(Burden burden) : Room<RelayState, RelayCommand, RelayEvent>
    {
        internal const uint Clock = 1_000;

        public override RoomSettings Settings => new() { TickRate = 20, TickBudget = 0.1, HashEvery = 1 };

        protected override void OnCreated() => State.Members[Clock] = new RelayMember { Name = "0" };

        protected override void OnCommand(Player player, RelayCommand command) => Reply(new RelayEvent { Type = command.Type });

        protected override void OnTick(Tick tick)
        {
            State.Members[Clock].Name = $"{tick.Number}";
            var began = Stopwatch.GetTimestamp();
            while (burden.IsOn && Stopwatch.GetElapsedTime(began) < 10.Milliseconds())
            {
                Thread.SpinWait(100);
            }
        }
    }
}
