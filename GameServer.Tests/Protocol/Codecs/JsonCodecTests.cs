using System.Text;
using System.Text.Json.Nodes;
using GameServer.Games.Chat;
using GameServer.Protocol.Codecs;
using GameServer.Protocol.V1;
using Google.Protobuf;

namespace GameServer.Tests.Protocol.Codecs;

public sealed class JsonCodecTests
{
    private static readonly CodecLimits Limits = CodecLimits.Default;

    [Fact]
    public void Limits_of_the_binary_form_hold_in_json()
    {
        var text = new string('x', Limits.StringBytesMax + 1);
        Decode("""[{"hello":{"name":"TEXT"}}]""".Replace("TEXT", text, StringComparison.Ordinal))
            .Error!.Kind.ShouldBe(DecodeErrorKind.StringTooLong);

        var positions = string.Join(',', Enumerable.Repeat("{}", Limits.ElementsPerMessageMax + 1));
        Decode("""[{"heartbeat":{"rooms":[SOME]}}]""".Replace("SOME", positions, StringComparison.Ordinal))
            .Error!.Kind.ShouldBe(DecodeErrorKind.TooManyElements);
    }

    [Fact]
    public void A_hundred_thousand_brackets_are_too_deep() =>
        Decode(new string('[', 100_000)).Error!.Kind.ShouldBe(DecodeErrorKind.TooDeep);

    [Fact]
    public void A_name_given_twice_inside_a_payload_is_refused() =>
        Decode("""[{"command":{"payload":{"say":{"text":"a","te\u0078t":"b"}}}}]""").Error!.Kind.ShouldBe(DecodeErrorKind.WrongField);

    [Fact]
    public void A_payload_that_does_not_fit_the_room_spoils_only_its_command()
    {
        var envelope = Decode("""[{"command":{"room":1,"commandSeq":"1","payload":{"say":5}}}]""").Envelopes.Single();

        var json = envelope.Command.PayloadJson;
        PayloadCodec.TryDecode(ChatCommand.Descriptor, ByteString.Empty, json, Limits, out var message, out var error).ShouldBeFalse();
        message.ShouldBeNull();
        error.ShouldBe("The JSON is not a ChatCommand.");
    }

    [Fact]
    public void A_payload_object_becomes_the_commands_json()
    {
        var command = Decode("""[{"command":{"room":1,"commandSeq":2,"repliesSeen":"1","payload":{"say": {"text":"hi"}}},"requestId":9}]""")
            .Envelopes.Single();

        command.ShouldBe(new ClientEnvelope
        {
            Command = new Command { Room = 1, CommandSeq = 2, RepliesSeen = 1, PayloadJson = """{"say": {"text":"hi"}}""" },
            RequestId = 9,
        });
    }

    [Fact]
    public void Numbers_and_text_both_stand_for_64_bits() =>
        Decode("""[{"command":{"commandSeq":"9007199254740993"}},{"command":{"commandSeq":9007199254740991}}]""").Envelopes
            .Select(envelope => envelope.Command.CommandSeq).ShouldBe([9007199254740993UL, 9007199254740991UL]);

    [Fact]
    public void Nulls_and_names_of_the_proto_are_understood() =>
        Decode("""[{"list_rooms":{"room_type":"chat","filters":null},"request_id":3}]""").Envelopes.Single()
            .ShouldBe(new ClientEnvelope { ListRooms = new ListRooms { RoomType = "chat" }, RequestId = 3 });

    [Fact]
    public void An_unknown_kind_keeps_its_request_id() =>
        Decode("""[{"dance":{"partner":[1,2]},"requestId":7}]""").Envelopes.Single().ShouldBe(new ClientEnvelope { RequestId = 7 });

    [Fact]
    public void A_payload_nested_as_deep_as_json_may_be_is_refused_not_followed()
    {
        var nested = string.Concat(Enumerable.Repeat("""{"say":""", 70)) + "1" + new string('}', 70);
        PayloadCodec.TryDecode(ChatCommand.Descriptor, ByteString.Empty, nested, Limits, out _, out var error).ShouldBeFalse();
        error.ShouldBe("The JSON is nested deeper than 64.");
    }

    [Fact]
    public void A_command_has_one_payload()
    {
        PayloadCodec.TryDecode(ChatCommand.Descriptor, ByteString.CopyFrom(1), "{}", Limits, out _, out var error).ShouldBeFalse();
        error.ShouldBe("A command has either a payload or a payload_json.");
    }

    [Fact]
    public void A_room_frame_differs_from_plain_protobuf_json_only_in_its_payloads()
    {
        var update = new ServerEnvelope
        {
            Update = new RoomUpdate
            {
                Room = 1,
                Epoch = 2,
                BaseVersion = 3,
                Version = ulong.MaxValue,
                RoomTimeMs = 5,
                StateHash = 0,
                Snapshot = true,
            },
            RequestId = 6,
        };
        var member = new ServerEnvelope
        {
            Member = new MemberUpdate
            {
                Room = 1,
                Epoch = 2,
                Version = 3,
                Results = { new CommandResult { CommandSeq = 4, Outcome = CommandResult.Types.Outcome.Gap, Reason = "\"", Expected = 5 } },
            },
            RequestId = 6,
        };

        WithRoomTypes(update).ShouldBe(Plain(update));
        WithRoomTypes(member).ShouldBe(Plain(member));
    }

    [Fact]
    public void Events_and_replies_are_objects_of_the_rooms_event_type()
    {
        var said = new ChatEvent { Said = new Said { Line = 7 } }.ToByteString();

        WithRoomTypes(new ServerEnvelope { Update = new RoomUpdate { Events = { said, ByteString.Empty } } })
            .ShouldBe("""{"update":{"events":[{"said":{"line":"7"}},{}]}}""");
        WithRoomTypes(new ServerEnvelope
        {
            Member = new MemberUpdate
            {
                Results = { new CommandResult { CommandSeq = 1, Outcome = CommandResult.Types.Outcome.Applied, Reply = said } },
                Events = { new DirectEvent { After = 2, Payload = said } },
            },
        }).ShouldBe(
            """{"member":{"results":[{"commandSeq":"1","outcome":"APPLIED","reply":{"said":{"line":"7"}}}]"""
            + ""","events":[{"after":2,"payload":{"said":{"line":"7"}}}]}}""");
    }

    private static DecodeResult<ClientEnvelope> Decode(string json) => JsonCodec.DecodeClientBatch(Encoding.UTF8.GetBytes(json), Limits);

    private static string Plain(ServerEnvelope envelope) => Canonical(Encoding.UTF8.GetString(JsonCodec.EncodeServerEnvelope(envelope)));

    private static string WithRoomTypes(ServerEnvelope envelope) =>
        Canonical(Encoding.UTF8.GetString(JsonCodec.EncodeServerEnvelope(envelope, ChatState.Descriptor, ChatEvent.Descriptor)));

    private static string Canonical(string json) => JsonNode.Parse(json)!.ToJsonString();
}
