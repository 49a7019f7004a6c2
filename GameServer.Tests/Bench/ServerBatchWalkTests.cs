using GameServer.Bench.Load.Client;
using GameServer.Games.Relay;
using GameServer.Protocol.V1;
using Google.Protobuf;
using Outcome = GameServer.Protocol.V1.CommandResult.Types.Outcome;

namespace GameServer.Tests.Bench;

public sealed class ServerBatchWalkTests
{
    private readonly Seen _seen = new();
    private readonly RelayDialect _dialect;
    private readonly LoadClient _client;

    public ServerBatchWalkTests()
    {
        _dialect = new RelayDialect(_seen);
        _client = new LoadClient(0, new RoomPlace(0, 1, 3), _dialect) { Phase = ClientPhase.Entering };
    }

    [Fact]
    public void Several_envelopes_with_several_events_and_results_are_all_seen_in_order()
    {
        Receive(
            new ServerEnvelope { Attached = new RoomAttached { Room = 300, RoomId = "room", Epoch = 1 }, RequestId = 1 },
            new ServerEnvelope { Update = new RoomUpdate { Room = 300, Epoch = 1, Version = 4, Snapshot = true } });
        _client.RoomNumber.ShouldBe(300ul);
        _client.Phase.ShouldBe(ClientPhase.Ready);

        var update = new RoomUpdate { Room = 300, Epoch = 1, BaseVersion = 4, Version = 6, RoomTimeMs = 9, StateHash = 8 };
        update.Events.AddRange([Event(slot: 0, sequence: 1), Event(slot: 1, sequence: 1), Event(slot: 0, sequence: 2)]);
        Receive(
            new ServerEnvelope { Member = new MemberUpdate { Room = 300, Version = 6, Results = { Result(1), Result(2) } } },
            new ServerEnvelope { Update = update },
            new ServerEnvelope { Heartbeat = new HeartbeatReply { ServerTimeMs = 5 } });

        _seen.Messages.ShouldBe([new(77, 0, 1), new(77, 1, 1), new(77, 0, 2)]);
        (_client.Answered, _client.Returned, _client.WrongAnswers).ShouldBe((2ul, 1ul, 0));
        (_client.Chain.Version, _client.Chain.Broken).ShouldBe((6ul, 0));
    }

    [Theory]
    [InlineData(2ul, Outcome.Applied)]
    [InlineData(1ul, Outcome.Rejected)]
    [InlineData(1ul, Outcome.Gap)]
    public void Any_answer_but_that_the_next_command_was_applied_is_wrong(ulong sequence, Outcome outcome)
    {
        Receive(new ServerEnvelope
        {
            Member = new MemberUpdate { Results = { new CommandResult { CommandSeq = sequence, Outcome = outcome } } },
        });
        _client.WrongAnswers.ShouldBe(1);
    }

    [Fact]
    public void An_error_is_wrong_and_is_told_as_it_was_said()
    {
        Receive(new ServerEnvelope { Error = new Error { Code = ErrorCode.RoomFull, Message = "No place is free." } });
        _client.WrongAnswers.ShouldBe(1);
        _dialect.Refusals.ShouldBe(["RoomFull: No place is free."]);
    }

    [Theory]
    [InlineData(new byte[] { 0x0A, 0x05, 0x0A })]
    [InlineData(new byte[] { 0x0A, 0x02, 0x0B, 0x00 })]
    [InlineData(new byte[] { 0x0A, 0xFF, 0xFF, 0xFF, 0xFF })]
    public void What_is_no_message_is_a_fault(byte[] bytes) => Should.Throw<FormatException>(() => _dialect.Receive(_client, bytes));

    private static CommandResult Result(ulong sequence) => new() { CommandSeq = sequence, Outcome = Outcome.Applied };

    private static ByteString Event(int slot, ulong sequence)
    {
        var data = new byte[RelayedMessage.Bytes];
        new RelayedMessage(77, slot, sequence).Write(data);
        return new RelayEvent { Type = 1, Data = ByteString.CopyFrom(data), From = (uint)slot + 1 }.ToByteString();
    }

    private void Receive(params ServerEnvelope[] envelopes) =>
        _dialect.Receive(_client, new ServerBatch { Envelopes = { envelopes } }.ToByteArray());

    private sealed class Seen : ClientEvents
    {
        internal List<RelayedMessage> Messages { get; } = [];

        internal override void Delivered(LoadClient client, in RelayedMessage message) => Messages.Add(message);
    }
}
