using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using GameServer.Gateway;
using GameServer.Protocol.V1;
using GameServer.Sessions;
using GameServer.Tests.Actors.TestKit;

namespace GameServer.Tests.Gateway;

/// <summary>What a game client and the gateway say to each other before and around a session.</summary>
public sealed class ConversationTests
{
    private static readonly ClientEnvelope Hello = new() { Hello = new Hello { ProtocolVersion = 1, Name = "Ada" } };

    public static TheoryData<string, ClientEnvelope, CloseCode> WrongStarts => new()
    {
        { "a command", new ClientEnvelope { Command = new Command { Room = 1 } }, CloseCode.ProtocolError },
        { "a heartbeat", new ClientEnvelope { Heartbeat = new Heartbeat() }, CloseCode.ProtocolError },
        { "nothing known", new ClientEnvelope { RequestId = 7 }, CloseCode.ProtocolError },
        { "another version", new ClientEnvelope { Hello = new Hello { ProtocolVersion = 2 } }, CloseCode.VersionUnsupported },
        { "no version", new ClientEnvelope { Resume = new Resume() }, CloseCode.VersionUnsupported },
    };

    [Theory]
    [MemberData(nameof(WrongStarts))]
    public async Task A_connection_that_begins_with_something_else_is_closed(string what, object first, object code)
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await RawClient.OpenAsync(host);
        await client.SendAsync((ClientEnvelope)first);
        (await client.ReadCloseAsync()).ShouldBe((int)(CloseCode)code, what);
    }

    [Fact]
    public async Task Bytes_that_are_no_batch_close_the_connection()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await RawClient.WelcomedAsync(host);
        await client.SendAsync(RawClient.Frame(0x82, [0xFF, 0xFF, 0xFF]));
        (await client.ReadCloseAsync()).ShouldBe((int)CloseCode.ProtocolError);
    }

    [Fact]
    public async Task JSON_that_is_no_batch_closes_the_connection()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await RawClient.OpenAsync(host, subprotocol: "gameserver.v1.json");
        await client.SendAsync(RawClient.Frame(0x81, "{\"hello\":"u8));
        (await client.ReadCloseAsync()).ShouldBe((int)CloseCode.ProtocolError);
    }

    [Theory]
    [InlineData("gameserver.v1.proto", 0x81)]
    [InlineData("gameserver.v1.json", 0x82)]
    public async Task A_message_of_the_other_type_is_closed_with_1003(string subprotocol, int firstByte)
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await RawClient.OpenAsync(host, subprotocol: subprotocol);
        await client.SendAsync(RawClient.Frame(firstByte, "[]"u8));
        (await client.ReadCloseAsync()).ShouldBe((int)WebSocketCloseStatus.InvalidMessageType);
    }

    [Fact]
    public async Task What_the_door_refuses_is_closed_with_its_code()
    {
        var door = new TestDoor { Answer = () => new DoorAnswer.Refused(CloseCode.SessionExpired, "Too late.") };
        await using var host = await GatewayHost.StartAsync(door: door);
        using var client = await RawClient.OpenAsync(host);
        await client.SendAsync(new ClientEnvelope { Resume = new Resume { ProtocolVersion = 1, ResumeToken = "t" } });
        (await client.ReadCloseAsync()).ShouldBe((int)CloseCode.SessionExpired);
        door.Resumes.Single().ResumeToken.ShouldBe("t");
    }

    [Fact]
    public async Task A_door_that_fails_costs_one_connection()
    {
        var door = new TestDoor { Answer = () => throw new InvalidOperationException("broken") };
        await using var host = await GatewayHost.StartAsync(door: door);
        using var client = await RawClient.OpenAsync(host);
        await client.SendAsync(Hello);
        (await client.ReadCloseAsync()).ShouldBe((int)CloseCode.SessionError);
    }

    [Fact]
    public async Task An_authenticator_that_fails_costs_one_connection()
    {
        var broken = new ScriptedAuthenticator(_ => throw new InvalidOperationException("broken"));
        await using var host = await GatewayHost.StartAsync(authenticator: broken);
        using var client = await RawClient.OpenAsync(host);
        await client.SendAsync(Hello);
        (await client.ReadCloseAsync()).ShouldBe((int)CloseCode.SessionError);
    }

    [Fact]
    public async Task An_authenticator_that_never_answers_costs_one_connection()
    {
        var silent = new ScriptedAuthenticator(_ => new TaskCompletionSource<AuthenticationResult>().Task);
        await using var host = await GatewayHost.StartAsync(new GatewayOptions { AuthenticationTimeoutMs = 100 }, authenticator: silent);
        using var client = await RawClient.OpenAsync(host);
        await client.SendAsync(Hello);
        (await client.ReadCloseAsync()).ShouldBe((int)CloseCode.SessionError);
    }

    [Fact]
    public async Task A_session_that_opens_too_late_hears_that_nobody_is_there()
    {
        var late = new TaskCompletionSource<DoorAnswer>();
        var door = new LateDoor(late.Task);
        var entrance = new SessionEntrance(
            new GuestAuthenticator(new RandomIdSource()), door, Surroundings.With(new GatewayOptions { AuthenticationTimeoutMs = 100 }));
        var socket = Surroundings.UnconnectedSocket();
        (await entrance.EnterAsync(socket, Hello)).ShouldBeOfType<DoorAnswer.Refused>().Code.ShouldBe(CloseCode.SessionError);
        var session = new TestSession(socket, null, takes: true);
        late.SetResult(new DoorAnswer.Opened(session));
        await session.Lost;
    }

    [Fact]
    public async Task A_refused_player_is_told_to_log_in_again()
    {
        AuthenticationResult refused = new AuthenticationResult.Refused("Who are you?");
        var strict = new ScriptedAuthenticator(_ => Task.FromResult(refused));
        await using var host = await GatewayHost.StartAsync(authenticator: strict);
        using var client = await RawClient.OpenAsync(host);
        await client.SendAsync(Hello);
        (await client.ReadCloseAsync()).ShouldBe((int)CloseCode.Unauthenticated);
    }

    [Fact]
    public async Task What_is_sent_right_behind_Hello_reaches_the_session_in_order()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await RawClient.OpenAsync(host);
        await client.SendAsync(
            Hello,
            new ClientEnvelope { Command = new Command { CommandSeq = 1 } },
            new ClientEnvelope { Command = new Command { CommandSeq = 2 } },
            new ClientEnvelope { Heartbeat = new Heartbeat { ClientTimeMs = 5 }, RequestId = 9 });
        var session = await host.Door.NextSessionAsync();
        session.Player!.Name.ShouldBe("Ada");
        session.Player.IsGuest.ShouldBeTrue();
        session.Player.Id.Value.ShouldStartWith("guest-");
        ServerEnvelope? reply = null;
        while (reply?.KindCase != ServerEnvelope.KindOneofCase.Heartbeat)
        {
            reply = (await client.ReadBatchAsync()).Envelopes[^1];
        }

        reply.RequestId.ShouldBe(9u);
        session.Received.Take(2).Select(envelope => envelope.Command.CommandSeq).ShouldBe([1ul, 2ul]);
        client.Dispose();
        await session.Lost;
    }

    [Fact]
    public async Task An_unknown_kind_is_answered_and_does_not_close()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await RawClient.WelcomedAsync(host);
        await client.SendAsync(new ClientEnvelope { RequestId = 3 });
        var answer = (await client.ReadBatchAsync()).Envelopes.Single();
        answer.RequestId.ShouldBe(3u);
        answer.Error.Code.ShouldBe(ErrorCode.Unimplemented);
        await client.SendAsync(new ClientEnvelope { Heartbeat = new Heartbeat(), RequestId = 4 });
        (await client.ReadBatchAsync()).Envelopes.Single().RequestId.ShouldBe(4u);
    }

    [Fact]
    public async Task A_full_session_answers_BUSY_and_names_the_command()
    {
        await using var host = await GatewayHost.StartAsync(door: new TestDoor { SessionsTake = false });
        using var client = await RawClient.WelcomedAsync(host);
        await client.SendAsync(new ClientEnvelope { Command = new Command { Room = 4, CommandSeq = 12 }, RequestId = 8 });
        var answer = (await client.ReadBatchAsync()).Envelopes.Single();
        answer.RequestId.ShouldBe(8u);
        answer.Error.Code.ShouldBe(ErrorCode.Busy);
        answer.Error.Retry.ShouldBe(Error.Types.Retry.Later);
        answer.Error.RetryAfterMs.ShouldBeGreaterThan(0u);
        (answer.Error.Room, answer.Error.CommandSeq).ShouldBe((4u, 12ul));
    }

    [Fact]
    public async Task Frames_over_the_rate_are_refused_one_by_one_and_far_over_it_the_connection_ends()
    {
        await using var host = await GatewayHost.StartAsync(
            new GatewayOptions { FramesPerSecond = 1, FramesBurst = 2, FramesRefusedMax = 3 }, time: new ManualTime());
        using var client = await RawClient.WelcomedAsync(host);
        var session = await host.Door.NextSessionAsync();
        await client.SendAsync(
            [.. Enumerable.Range(1, 6).Select(seq => new ClientEnvelope { Command = new Command { Room = 4, CommandSeq = (ulong)seq } })]);
        var refused = new List<ServerEnvelope>();
        int first;
        byte[] payload;
        while (((first, payload) = await client.ReadFrameAsync()).first == 0x82)
        {
            refused.AddRange(ServerBatch.Parser.ParseFrom(payload).Envelopes);
        }

        refused.Select(envelope => envelope.Error.CommandSeq).ShouldBe([3ul, 4ul, 5ul]);
        refused.ShouldAllBe(envelope => envelope.Error.Code == ErrorCode.RateLimited && envelope.Error.RetryAfterMs > 0);
        session.Received.Count.ShouldBe(2);
        first.ShouldBe(0x88);
        ((payload[0] << 8) | payload[1]).ShouldBe((int)CloseCode.TooManyRequests);
    }

    [Fact]
    public async Task A_wish_for_a_snapshot_over_the_rate_is_refused_with_its_room()
    {
        await using var host = await GatewayHost.StartAsync(
            new GatewayOptions { FramesPerSecond = 1, FramesBurst = 1, FramesRefusedMax = 3 }, time: new ManualTime());
        using var client = await RawClient.WelcomedAsync(host);
        await host.Door.NextSessionAsync();
        await client.SendAsync(
            new ClientEnvelope { Command = new Command { Room = 4, CommandSeq = 1 } },
            new ClientEnvelope { SnapshotRequest = new SnapshotRequest { Room = 4 } });

        var refused = (await client.ReadBatchAsync()).Envelopes.Single().Error;

        (refused.Code, refused.Room, refused.CommandSeq).ShouldBe((ErrorCode.RateLimited, 4u, 0ul));
        refused.RetryAfterMs.ShouldBeGreaterThan(0u);
    }

    [Fact]
    public async Task Bytes_far_over_the_rate_end_the_connection_even_as_pings()
    {
        await using var host = await GatewayHost.StartAsync(
            new GatewayOptions { BytesPerSecond = 1024, BytesBurst = 2048, BytesOwedMax = 2048 }, time: new ManualTime());
        using var client = await RawClient.OpenAsync(host);
        var ping = RawClient.Frame(0x89, new byte[100]);
        await client.SendAsync([.. Enumerable.Repeat(ping, 50).SelectMany(bytes => bytes)]);
        (await client.ReadCloseAsync()).ShouldBe((int)CloseCode.TooManyRequests);
    }

    [Fact]
    public async Task JSON_says_the_same_in_arrays_of_envelopes()
    {
        await using var host = await GatewayHost.StartAsync();
        using var client = await RawClient.OpenAsync(host, subprotocol: "gameserver.v1.json");
        var hello = """[{"hello":{"protocolVersion":1,"name":"Ada"}},{"heartbeat":{"clientTimeMs":"5"},"requestId":9}]""";
        await client.SendAsync(RawClient.Frame(0x81, Encoding.UTF8.GetBytes(hello)));
        var envelopes = new List<JsonElement>();
        while (envelopes.Count < 2)
        {
            var (first, payload) = await client.ReadFrameAsync();
            first.ShouldBe(0x81);
            envelopes.AddRange(JsonDocument.Parse(payload).RootElement.EnumerateArray());
        }

        envelopes[0].GetProperty("welcome").GetProperty("playerName").GetString().ShouldBe("Ada");
        envelopes[1].GetProperty("requestId").GetInt32().ShouldBe(9);
    }

    private sealed class ScriptedAuthenticator(Func<Hello, Task<AuthenticationResult>> script) : IAuthenticator
    {
        public async ValueTask<AuthenticationResult> AuthenticateAsync(Hello hello, string remoteAddress, CancellationToken cancel) =>
            await script(hello);
    }

    private sealed class LateDoor(Task<DoorAnswer> answer) : ISessionDoor
    {
        public ValueTask<DoorAnswer> OpenAsync(IClientConnection connection, PlayerIdentity player, CancellationToken cancel) =>
            new(answer);

        public ValueTask<DoorAnswer> ResumeAsync(IClientConnection connection, Resume resume, CancellationToken cancel) => new(answer);
    }
}
