using GameServer.Client.Loop;
using GameServer.Protocol.V1;
using Google.Protobuf;

namespace GameServer.Tests.Client.Loop;

public sealed class OutgoingBatchesTests
{
    private readonly OutgoingBatches _batches = new();

    [Fact]
    public void A_message_stays_within_the_servers_limits()
    {
        for (uint id = 1; id <= 600; id++)
        {
            _batches.Add(new ClientEnvelope { Command = new Command { Payload = ByteString.CopyFrom(new byte[10]) }, RequestId = id });
        }

        var messages = _batches.Take(messageBytesMax: 4096);

        messages.ShouldAllBe(message => message.Length <= 4096);
        var batches = messages.Select(ClientBatch.Parser.ParseFrom).ToList();
        batches.ShouldAllBe(batch => batch.Envelopes.Count <= 256);
        batches.SelectMany(batch => batch.Envelopes).Select(one => one.RequestId).ShouldBe(Enumerable.Range(1, 600).Select(id => (uint)id));
        _batches.Take(4096).ShouldBeEmpty();
    }

    [Fact]
    public void An_envelope_that_is_too_large_goes_alone()
    {
        _batches.Add(new ClientEnvelope { Heartbeat = new Heartbeat() });
        _batches.Add(new ClientEnvelope { Command = new Command { Payload = ByteString.CopyFrom(new byte[100]) } });
        _batches.Add(new ClientEnvelope { Heartbeat = new Heartbeat() });

        _batches.Take(messageBytesMax: 50).Count.ShouldBe(3);
    }
}
