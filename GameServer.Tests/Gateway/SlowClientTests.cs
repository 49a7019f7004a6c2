using GameServer.Certificates;
using GameServer.Gateway;
using GameServer.Protocol.Codecs;
using GameServer.Protocol.V1;
using GameServer.Sessions;

namespace GameServer.Tests.Gateway;

/// <summary>What the operating system does not take at once.</summary>
public sealed class SlowClientTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_read_late_is_whole_and_in_order(bool isEncrypted)
    {
        const int Frames = 400;
        var patienceMs = (int)GatewayHost.Patience.TotalMilliseconds;
        var options = new GatewayOptions { OutboxBytesMax = 67_108_864, CloseTimeoutMs = patienceMs };
        using var certificate = isEncrypted ? TestCertificate.New() : null;
        await using var host = await GatewayHost.StartAsync(options, certificate: certificate is null ? null : new(certificate, []));
        using var client = await RawClient.WelcomedAsync(host, receiveBufferBytes: 4096);
        var session = await host.Door.NextSessionAsync();

        // More than the buffers between the two hold; small ones, which are copied, among large ones, which are not.
        for (uint request = 1; request <= Frames; request++)
        {
            var text = new string((char)('a' + (request % 26)), request % 4 == 0 ? 100_000 : (int)request);
            session.Connection.Outbox.Send(new OutgoingFrame(
                new ServerEnvelope { RequestId = request, Error = new Error { Message = text } })).ShouldBe(OutboxAnswer.Taken);
        }

        session.Connection.Outbox.BytesHeld.ShouldBeGreaterThan(0, "this client reads nothing yet");
        session.Connection.Close(CloseCode.SessionTaken, "Enough.");
        uint last = 0;
        int first;
        byte[] payload;
        while (((first, payload) = await client.ReadFrameAsync()).first == 0x82)
        {
            foreach (var envelope in ServerBatch.Parser.ParseFrom(payload).Envelopes)
            {
                envelope.RequestId.ShouldBe(++last);
                envelope.Error.Message.ShouldAllBe(letter => letter == 'a' + (last % 26));
            }
        }

        last.ShouldBe((uint)Frames);
        first.ShouldBe(0x88);
    }
}
