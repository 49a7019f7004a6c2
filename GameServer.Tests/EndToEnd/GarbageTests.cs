using System.Text;
using GameServer.Protocol.V1;
using GameServer.Tests.Client;
using GameServer.Tests.Gateway;
using Google.Protobuf;

namespace GameServer.Tests.EndToEnd;

/// <summary>
/// Whatever comes in at the door costs its sender an error or its connection. A game beside it goes on and loses nothing.
/// </summary>
public sealed class GarbageTests
{
    private const string Json = "gameserver.v1.json";

    private static readonly Dictionary<string, string?> Patient = new()
    {
        ["Gateway:FramesPerSecond"] = "1000000",
        ["Gateway:FramesBurst"] = "1000000",
        ["Gateway:FramesPerAddressPerSecond"] = "100000000",
        ["Gateway:FramesPerAddressBurst"] = "100000000",
        ["Gateway:BytesPerAddressPerSecond"] = "1000000000",
        ["Gateway:BytesPerAddressBurst"] = "1000000000",
        ["Gateway:BytesPerSecond"] = "100000000",
        ["Gateway:BytesBurst"] = "100000000",
    };

    [Fact]
    public Task Random_bytes_instead_of_a_handshake_end_the_connection() => BesideAGame(async (server, seed) =>
    {
        using var sender = await RawClient.ConnectAsync(server.Url);
        await sender.SendAsync([.. RandomBytes(seed, 2_000), 13, 10, 13, 10]);
        sender.EndSending();
        await EndAsync(sender);
    });

    [Fact]
    public Task Random_bytes_instead_of_frames_are_a_protocol_error() => BesideAGame(async (server, seed) =>
    {
        using var sender = await OpenAsync(server);

        // The first byte has a reserved bit, so that no seed happens on a good frame.
        await sender.SendAsync([0xF2, .. RandomBytes(seed, 500)]);
        (await sender.ReadCloseAsync(answer: false)).ShouldBe(1002);
    });

    [Fact]
    public Task A_frame_that_is_cut_off_ends_the_connection() => BesideAGame(async (server, seed) =>
    {
        using var sender = await OpenAsync(server);
        var frame = RawClient.Frame(0x82, new ClientBatch { Envelopes = { Hello() } }.ToByteArray());
        await sender.SendAsync(frame[..(1 + (seed % (frame.Length - 1)))]);
        sender.EndSending();
        await EndAsync(sender);
    });

    [Theory]
    [InlineData(0x7F, 0xFF)]
    [InlineData(0x00, 0x01)]
    public Task A_huge_message_is_refused_while_it_comes(byte high, byte next) => BesideAGame(async (server, seed) =>
    {
        using var sender = await OpenAsync(server);
        await sender.SendAsync([0x82, 0xFF, high, next, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, .. RandomBytes(seed, 70_000)]);
        (await sender.ReadCloseAsync(answer: false)).ShouldBe(1009);
    });

    [Fact]
    public Task Bytes_that_are_no_batch_close_the_connection() => BesideAGame(async (server, seed) =>
    {
        using var sender = await OpenAsync(server);

        // Field 1 announces more bytes than there are.
        await sender.SendAsync(RawClient.Frame(0x82, [0x0A, 0x7F, .. RandomBytes(seed, 20)]));
        (await sender.ReadCloseAsync()).ShouldBe((int)CloseCode.ProtocolError);
    });

    [Fact]
    public Task Text_for_the_binary_subprotocol_closes_the_connection() => BesideAGame(async (server, _) =>
    {
        using var sender = await OpenAsync(server);
        await sender.SendAsync(RawClient.Frame(0x81, "[]"u8));
        (await sender.ReadCloseAsync()).ShouldBe(1003);
    });

    [Fact]
    public Task A_command_before_hello_closes_the_connection() => BesideAGame(async (server, _) =>
    {
        using var sender = await OpenAsync(server);
        await sender.SendAsync(new ClientEnvelope { Command = new Command { Room = 1, CommandSeq = 1 } });
        (await sender.ReadCloseAsync()).ShouldBe((int)CloseCode.ProtocolError);
    });

    [Fact]
    public Task A_forged_resume_token_must_log_in_again() => BesideAGame(async (server, seed) =>
    {
        using var sender = await OpenAsync(server);
        var token = Convert.ToBase64String(RandomBytes(seed, 60)) + "." + Convert.ToBase64String(RandomBytes(seed, 30));
        await sender.SendAsync(new ClientEnvelope { Resume = new Resume { ProtocolVersion = 1, ResumeToken = token } });
        (await sender.ReadCloseAsync()).ShouldBe((int)CloseCode.SessionExpired);
    });

    [Fact]
    public Task Ten_thousand_unknown_kinds_are_answered_one_by_one() => BesideAGame(async (server, _) =>
    {
        using var sender = await WelcomedAsync(server);
        uint answered = 0;
        for (var batch = 0; batch < 100; batch++)
        {
            await sender.SendAsync(UnknownKinds(answered, 100));
            while (answered < (batch + 1) * 100)
            {
                foreach (var answer in (await sender.ReadBatchAsync()).Envelopes)
                {
                    answer.Error.Code.ShouldBe(ErrorCode.Unimplemented);
                    answer.RequestId.ShouldBe(++answered);
                }
            }
        }
    });

    [Fact]
    public Task A_flood_is_refused_and_then_closed() => BesideAGame(
        async (server, _) =>
        {
            using var sender = await WelcomedAsync(server);
            await sender.SendAsync([.. Enumerable.Range(0, 20).SelectMany(batch => Bytes(UnknownKinds((uint)batch * 100, 100)))]);
            (await sender.ReadCloseAsync()).ShouldBe((int)CloseCode.TooManyRequests);
        },
        new Dictionary<string, string?> { ["Gateway:FramesPerSecond"] = "1000", ["Gateway:FramesRefusedMax"] = "200" });

    [Theory]
    [InlineData("{\"hello\":", (int)CloseCode.ProtocolError)]
    [InlineData("{\"hello\":{}}", (int)CloseCode.ProtocolError)]
    [InlineData("[{\"hello\":7}]", (int)CloseCode.ProtocolError)]
    [InlineData("[{\"hello\":{\"protocolVersion\":\"x\"}}]", (int)CloseCode.ProtocolError)]
    [InlineData("[{\"hello\":{\"protocolVersion\":2}}]", (int)CloseCode.VersionUnsupported)]
    public Task Wrong_json_closes_the_connection(string text, int code) => BesideAGame(async (server, _) =>
    {
        using var sender = await OpenAsync(server, Json);
        await sender.SendAsync(RawClient.Frame(0x81, Encoding.UTF8.GetBytes(text)));
        (await sender.ReadCloseAsync()).ShouldBe(code);
    });

    [Fact]
    public Task Deep_json_closes_the_connection() => BesideAGame(async (server, _) =>
    {
        using var sender = await OpenAsync(server, Json);
        var deep = "[{\"command\":{\"room\":1,\"commandSeq\":1,\"payload\":" + new string('[', 20_000) + new string(']', 20_000) + "}}]";
        await sender.SendAsync(RawClient.Frame(0x81, Encoding.UTF8.GetBytes(deep)));
        (await sender.ReadCloseAsync()).ShouldBe((int)CloseCode.ProtocolError);
    });

    [Fact]
    public Task Text_that_is_not_utf8_closes_the_connection() => BesideAGame(async (server, _) =>
    {
        using var sender = await OpenAsync(server, Json);
        await sender.SendAsync(RawClient.Frame(0x81, [.. "[{\"hello\":{\"name\":\""u8, 0xC3, 0x28, .. "\"}}]"u8]));
        (await sender.ReadCloseAsync()).ShouldBe(1007);
    });

    [Fact]
    public Task Joins_that_lead_nowhere_are_answered() => BesideAGame(async (server, _) =>
    {
        using var sender = await WelcomedAsync(server);
        await sender.SendAsync(
            Joining(1, new Join { Nonce = "a", RoomId = "no such room" }),
            Joining(2, new Join { Nonce = "b", Create = new CreateRoom { RoomType = "no such type" } }),
            Joining(3, new Join { Nonce = "c" }),
            Joining(4, new Join { Nonce = "", RoomId = "x" }),
            Joining(5, new Join { Nonce = "d", Create = new CreateRoom { RoomType = "relay", Key = new string('k', 1_000) } }),
            Joining(6, new Join { Nonce = "e", RoomId = "x", Seat = "forged" }));

        var answers = await ErrorsAsync(sender, 6);
        answers[1].ShouldBe(ErrorCode.RoomNotFound);
        answers[2].ShouldBe(ErrorCode.RoomTypeUnknown);
        answers[3].ShouldBe(ErrorCode.BadRequest);
        answers[4].ShouldBe(ErrorCode.BadRequest);
        answers[5].ShouldBe(ErrorCode.BadRequest);
        answers[6].ShouldBe(ErrorCode.RoomNotFound);
    });

    [Fact]
    public async Task A_member_that_sends_rubbish_to_its_room_hurts_only_itself()
    {
        await using var server = await TestServer.StartAsync(Patient);
        await using var game = await PingPongGame.StartAsync(server);
        using var sender = await WelcomedAsync(server);
        await sender.SendAsync(Joining(1, new Join { Nonce = "a", RoomId = game.RoomId }));
        var room = await RoomNumberAsync(sender);

        await sender.SendAsync(
            To(room, 1, [0xFF, 0xFF, 0xFF]),
            To(room, 2, RandomBytes(2, 40_000)),
            To(room, ulong.MaxValue, []),
            To(uint.MaxValue, 1, []));

        var outcomes = new Dictionary<ulong, CommandResult.Types.Outcome>();
        var stranger = ErrorCode.Unspecified;
        while (outcomes.Count < 3 || stranger == ErrorCode.Unspecified)
        {
            foreach (var envelope in (await sender.ReadBatchAsync()).Envelopes)
            {
                stranger = envelope.Error?.Code ?? stranger;
                foreach (var result in envelope.Member?.Results ?? [])
                {
                    outcomes[result.CommandSeq] = result.Outcome;
                }
            }
        }

        outcomes[1].ShouldBe(CommandResult.Types.Outcome.BadPayload);
        outcomes[2].ShouldBe(CommandResult.Types.Outcome.BadPayload);
        outcomes[ulong.MaxValue].ShouldBe(CommandResult.Types.Outcome.Gap);
        stranger.ShouldBe(ErrorCode.NotInRoom);
        await game.FinishWholeAsync();
    }

    private static async Task BesideAGame(Func<TestServer, int, Task> abuse, Dictionary<string, string?>? settings = null)
    {
        await using var server = await TestServer.StartAsync(settings ?? Patient);
        await using var game = await PingPongGame.StartAsync(server);
        await Task.WhenAll(Enumerable.Range(0, TestScale.Of(3)).Select(seed => abuse(server, seed)));
        await game.FinishWholeAsync();
    }

    // An end is an end: bytes that the server did not read make its close a reset.
    private static async Task EndAsync(RawClient sender)
    {
        try
        {
            await sender.ReadToEndAsync();
        }
        catch (IOException)
        {
        }
    }

    private static ClientEnvelope[] UnknownKinds(uint after, int count) =>
        Enumerable.Range(1, count).Select(number => new ClientEnvelope { RequestId = after + (uint)number }).ToArray();

    private static byte[] Bytes(ClientEnvelope[] envelopes) =>
        RawClient.Frame(0x82, new ClientBatch { Envelopes = { envelopes } }.ToByteArray());

    private static async Task<RawClient> OpenAsync(TestServer server, string subprotocol = "gameserver.v1.proto")
    {
        var client = await RawClient.ConnectAsync(server.Url);
        await client.SendAsync(RawClient.Handshake(subprotocol: subprotocol));
        (await client.ReadHeadAsync()).ShouldStartWith("HTTP/1.1 101 ");
        return client;
    }

    private static async Task<RawClient> WelcomedAsync(TestServer server)
    {
        var client = await OpenAsync(server);
        await client.SendAsync(new ClientEnvelope { Hello = Hello().Hello });
        (await client.ReadBatchAsync()).Envelopes[0].KindCase.ShouldBe(ServerEnvelope.KindOneofCase.Welcome);
        return client;
    }

    private static async Task<Dictionary<uint, ErrorCode>> ErrorsAsync(RawClient sender, int count)
    {
        var answers = new Dictionary<uint, ErrorCode>();
        while (answers.Count < count)
        {
            foreach (var envelope in (await sender.ReadBatchAsync()).Envelopes)
            {
                answers[envelope.RequestId] = envelope.Error.Code;
            }
        }

        return answers;
    }

    private static async Task<uint> RoomNumberAsync(RawClient sender)
    {
        while (true)
        {
            if ((await sender.ReadBatchAsync()).Envelopes.FirstOrDefault(envelope => envelope.Attached is not null) is { } found)
            {
                return found.Attached.Room;
            }
        }
    }

    private static ClientEnvelope Hello() => new() { Hello = new Hello { ProtocolVersion = 1, Name = "Mallory" } };

    private static ClientEnvelope Joining(uint requestId, Join join) => new() { RequestId = requestId, Join = join };

    private static ClientEnvelope To(uint room, ulong seq, byte[] payload) =>
        new() { Command = new Command { Room = room, CommandSeq = seq, Payload = ByteString.CopyFrom(payload) } };

    private static byte[] RandomBytes(int seed, int count)
    {
        var bytes = new byte[count];
        new Random(seed + 1).NextBytes(bytes);
        return bytes;
    }
}
