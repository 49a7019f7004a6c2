using System.Collections.Concurrent;
using GameServer.Client;
using GameServer.Games.Chat;
using GameServer.Protocol;
using GameServer.Protocol.V1;
using GameServer.Tests.Client.Core;
using ClientCase = GameServer.Protocol.V1.ClientEnvelope.KindOneofCase;

namespace GameServer.Tests.Client;

public sealed class GameClientTests
{
    [Fact]
    public async Task Without_a_server_connecting_fails()
    {
        var server = await FakeServer.StartAsync();
        await server.DisposeAsync();

        var failure = await Should.ThrowAsync<ConnectionClosedException>(GameClient.ConnectAsync(server.Address));

        failure.Info.Action.ShouldBe(ClientAction.LogInAgain);
    }

    [Fact]
    public async Task Refused_credentials_fail_with_the_servers_code()
    {
        await using var server = await FakeServer.StartAsync();
        var connecting = GameClient.ConnectAsync(server.Address, new GameClientOptions { Token = "bad" });
        var connection = await server.NextAsync();
        (await connection.NextAsync(ClientCase.Hello)).Hello.Token.ShouldBe("bad");

        await connection.CloseAsync(CloseCode.Unauthenticated, "no");

        var failure = await Should.ThrowAsync<ConnectionClosedException>(connecting);
        failure.Info.ShouldBe(new ClosedInfo((int)CloseCode.Unauthenticated, "no", ClientAction.LogInAgain));
    }

    [Fact]
    public async Task Connecting_can_be_given_up()
    {
        await using var server = await FakeServer.StartAsync();
        using var cancel = new CancellationTokenSource();
        var connecting = GameClient.ConnectAsync(server.Address, cancel: cancel.Token);
        var connection = await server.NextAsync();
        await connection.NextAsync(ClientCase.Hello);

        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(connecting);
        (await connection.Ended).ShouldBeNull();
    }

    [Fact]
    public async Task A_welcome_tells_who_the_player_is()
    {
        var (server, _, client) = await FakeRoom.ConnectAsync(new GameClientOptions { Name = "ada" });

        (client.PlayerId, client.PlayerName, client.SessionId, client.Status)
            .ShouldBe(("player", "Ada", "session", ConnectionStatus.Connected));
        client.ServerNow.ToUnixTimeSeconds().ShouldBeInRange(1000, 1000 + 600);

        await client.DisposeAsync();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task A_session_taken_elsewhere_is_not_resumed()
    {
        await using var room = await FakeRoom.JoinAsync();
        var closed = new TaskCompletionSource<ClosedInfo>();
        room.Client.Closed += closed.SetResult;
        var answer = room.Room.SendAsync(new ChatCommand());
        await room.Connection.NextAsync(ClientCase.Command);

        await room.Connection.CloseAsync(CloseCode.SessionTaken, "two tabs");

        (await Eventually.Of(closed.Task, "the end")).ShouldBe(new ClosedInfo(4300, "two tabs", ClientAction.DoNotReturn));
        (await Eventually.Of(answer, "the answer")).Outcome.ShouldBe(CommandOutcome.Unknown);
        (await room.Room.SendAsync(new ChatCommand())).Outcome.ShouldBe(CommandOutcome.NotSent);
        room.Client.Status.ShouldBe(ConnectionStatus.Closed);
        await Should.ThrowAsync<ConnectionClosedException>(room.Client.ListRoomsAsync());
    }

    [Fact]
    public async Task A_program_goes_on_with_the_session_that_its_last_run_has_kept()
    {
        var statuses = new ConcurrentQueue<ConnectionStatus>();
        await using var server = await FakeServer.StartAsync();
        var options = new GameClientOptions { ResumeToken = "kept", StatusChanged = statuses.Enqueue };
        var connecting = GameClient.ConnectAsync(server.Address, options);
        var first = await server.NextAsync();
        (await first.NextAsync(ClientCase.Resume)).Resume.ResumeToken.ShouldBe("kept");
        first.Abort();
        var second = await server.NextAsync();
        (await second.NextAsync(ClientCase.Resume)).Resume.Rooms.ShouldBeEmpty();

        await second.WelcomeAsync("newer", resumed: true, ServerFrames.RoomId);

        await using var client = await Eventually.Of(connecting, "the client");
        client.ResumeToken.ShouldBe("newer");
        client.JoinedBefore.Single().RoomId.ShouldBe(ServerFrames.RoomId);
        statuses.ShouldBe([ConnectionStatus.Connected]);
    }

    [Fact]
    public async Task A_lost_connection_is_resumed_and_its_command_applied_once()
    {
        await using var room = await FakeRoom.JoinAsync();
        var statuses = new ConcurrentQueue<ConnectionStatus>();
        room.Client.StatusChanged += statuses.Enqueue;
        var first = room.Room.SendAsync(new ChatCommand { Say = new Say { Text = "one" } });
        var second = room.Room.SendAsync(new ChatCommand { Say = new Say { Text = "two" } });
        await room.Connection.NextAsync(ClientCase.Command);
        await room.Connection.NextAsync(ClientCase.Command);
        room.Connection.Abort();

        var (connection, resume) = await room.ResumeAsync(lastApplied: 1);
        resume.ResumeToken.ShouldBe("token 1");
        resume.Rooms.Single().Version.ShouldBe(1UL);
        var again = await connection.NextAsync(ClientCase.Command);
        again.Command.CommandSeq.ShouldBe(2UL);
        await connection.SendAsync(new ServerEnvelope { Member = ServerFrames.ForMember(1).WithResult(1).WithResult(2) });

        (await Eventually.Of(first, "the first answer")).IsApplied.ShouldBeTrue();
        (await Eventually.Of(second, "the second answer")).IsApplied.ShouldBeTrue();
        statuses.ShouldBe([ConnectionStatus.Reconnecting, ConnectionStatus.Connected]);
        room.Client.Statistics.Reconnects.ShouldBe(1);
    }

    [Fact]
    public async Task A_pumped_client_changes_nothing_between_pumps()
    {
        await using var room = await FakeRoom.JoinAsync(new GameClientOptions { Callbacks = CallbackMode.Pumped });
        var thread = 0;
        room.Room.StateChanged += _ => thread = Environment.CurrentManagedThreadId;
        await room.Connection.SendAsync(new ServerEnvelope { Update = ServerFrames.Update(2, line: 2) });
        await room.Connection.SendAsync(new ServerEnvelope { Update = ServerFrames.Update(3, line: 3) });
        room.Room.State.LastLine.ShouldBe(1UL);

        PumpUntil(room.Client, () => room.Room.State.LastLine == 3);

        thread.ShouldBe(Environment.CurrentManagedThreadId);
    }

    [Fact]
    public async Task Only_a_pumped_client_is_pumped()
    {
        await using var room = await FakeRoom.JoinAsync();

        Should.Throw<InvalidOperationException>(room.Client.Pump);
    }

    [Fact]
    public async Task A_callback_that_throws_is_reported_and_keeps_nobody_from_theirs()
    {
        await using var room = await FakeRoom.JoinAsync();
        var failed = new TaskCompletionSource<Exception>();
        var told = new TaskCompletionSource<ChatEvent>();
        room.Client.CallbackFailed += failure => failed.TrySetResult(failure);
        room.Room.StateChanged += _ => throw new FormatException("a bug in the game");
        room.Room.EventReceived += told.SetResult;

        await room.Connection.SendAsync(new ServerEnvelope { Update = ServerFrames.Update(2, line: 2, events: 9) });

        (await Eventually.Of(failed.Task, "the exception")).ShouldBeOfType<FormatException>();
        (await Eventually.Of(told.Task, "the event")).Said.Line.ShouldBe(9UL);
        (await room.Room.ReadAsync(state => state.LastLine)).ShouldBe(2UL);
    }

    [Fact]
    public async Task A_command_larger_than_the_server_takes_is_the_callers_fault()
    {
        await using var room = await FakeRoom.JoinAsync();

        await Should.ThrowAsync<ArgumentException>(room.Room.SendAsync(new ChatCommand { Say = new Say { Text = new string('x', 5000) } }));
    }

    [Fact]
    public async Task Who_stops_waiting_for_an_answer_does_not_stop_the_command()
    {
        await using var room = await FakeRoom.JoinAsync();
        using var cancel = new CancellationTokenSource();
        var answer = room.Room.SendAsync(new ChatCommand(), cancel.Token);
        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(answer);
        (await room.Connection.NextAsync(ClientCase.Command)).Command.CommandSeq.ShouldBe(1UL);
    }

    [Fact]
    public async Task A_reply_is_of_the_rooms_event_type()
    {
        await using var room = await FakeRoom.JoinAsync();
        var answer = room.Room.SendAsync(new ChatCommand());
        await room.Connection.NextAsync(ClientCase.Command);
        var update = ServerFrames.ForMember(1).WithResult(1);
        update.Results[0].Reply = ServerFrames.Said(44);

        await room.Connection.SendAsync(new ServerEnvelope { Member = update });

        (await Eventually.Of(answer, "the answer")).Reply.ShouldNotBeNull().Said.Line.ShouldBe(44UL);
    }

    [Fact]
    public async Task Leaving_is_told_to_the_one_who_left()
    {
        await using var room = await FakeRoom.JoinAsync();
        var left = new TaskCompletionSource<RoomLeft>();
        room.Room.Left += left.SetResult;
        var leaving = room.Room.LeaveAsync();
        var leave = await room.Connection.NextAsync(ClientCase.Leave);
        leave.Leave.Room.ShouldBe(ServerFrames.Room);

        var why = new RoomLeft { Room = ServerFrames.Room, RoomId = ServerFrames.RoomId, Reason = RoomLeft.Types.Reason.Left };
        await room.Connection.SendAsync(new ServerEnvelope { Left = why, RequestId = leave.RequestId });

        await leaving;
        (await Eventually.Of(left.Task, "the notice")).Reason.ShouldBe(RoomLeft.Types.Reason.Left);
        room.Room.HasLeft.ShouldBeTrue();
        await room.Room.LeaveAsync();
    }

    [Fact]
    public async Task A_refused_join_says_why()
    {
        var (server, connection, client) = await FakeRoom.ConnectAsync(new GameClientOptions());
        var joining = client.JoinAsync(FakeRoom.Chat, JoinTarget.Id("r"), new JoinSettings { Seat = "s" });
        var join = await connection.NextAsync(ClientCase.Join);
        (join.Join.RoomId, join.Join.Seat).ShouldBe(("r", "s"));

        await connection.SendAsync(new ServerEnvelope
        {
            RequestId = join.RequestId,
            Error = new Error { Code = ErrorCode.SeatInvalid, Message = "The seat has expired." },
        });

        var refusal = await Should.ThrowAsync<RequestRefusedException>(joining);
        (refusal.Code, refusal.Message, refusal.RetryAfter).ShouldBe((ErrorCode.SeatInvalid, "The seat has expired.", null));
        await client.DisposeAsync();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Rooms_are_listed()
    {
        var (server, connection, client) = await FakeRoom.ConnectAsync(new GameClientOptions());
        var listing = client.ListRoomsAsync("chat", limit: 5);
        var list = await connection.NextAsync(ClientCase.ListRooms);
        (list.ListRooms.RoomType, list.ListRooms.Limit).ShouldBe(("chat", 5U));

        await connection.SendAsync(new ServerEnvelope
        {
            RequestId = list.RequestId,
            RoomList = new RoomList { Rooms = { new RoomListing { RoomId = "r" } } },
        });

        (await Eventually.Of(listing, "the list")).Single().RoomId.ShouldBe("r");
        await client.DisposeAsync();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Disposing_closes_politely()
    {
        var room = await FakeRoom.JoinAsync();

        await room.Client.DisposeAsync();

        (await room.Connection.Ended).ShouldBe(1000);
        room.Client.ClosedInfo.ShouldNotBeNull().Code.ShouldBe(1000);
        room.Room.HasLeft.ShouldBeTrue();
        await room.DisposeAsync();
    }

    private static void PumpUntil(GameClient client, Func<bool> reached)
    {
        var until = DateTime.UtcNow.AddSeconds(60);
        while (!reached())
        {
            (DateTime.UtcNow < until).ShouldBeTrue("the pumped client did not get there");
            client.Pump();
            Thread.Yield();
        }
    }
}
