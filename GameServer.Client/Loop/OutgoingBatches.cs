using GameServer.Protocol.Codecs;
using GameServer.Protocol.V1;

namespace GameServer.Client.Loop;

/// <summary>Envelopes on their way out, joined into as few messages as the server's limits allow.</summary>
internal sealed class OutgoingBatches
{
    private static readonly int EnvelopesMax = CodecLimits.Default.EnvelopesPerBatchMax;

    private readonly List<ClientEnvelope> _waiting = [];

    internal void Add(ClientEnvelope envelope) => _waiting.Add(envelope);

    internal void Clear() => _waiting.Clear();

    /// <summary>Takes all that waits, encoded. An envelope that is too large goes alone: the server says what is wrong with it.</summary>
    internal List<byte[]> Take(uint? messageBytesMax)
    {
        var messages = new List<byte[]>();
        var batch = new List<ClientEnvelope>();
        long bytes = 0;
        foreach (var envelope in _waiting)
        {
            var size = new ClientBatch { Envelopes = { envelope } }.CalculateSize();
            if (batch.Count > 0 && (batch.Count == EnvelopesMax || bytes + size > messageBytesMax))
            {
                messages.Add(BinaryCodec.EncodeClientBatch(batch));
                batch.Clear();
                bytes = 0;
            }

            batch.Add(envelope);
            bytes += size;
        }

        if (batch.Count > 0)
        {
            messages.Add(BinaryCodec.EncodeClientBatch(batch));
        }

        _waiting.Clear();
        return messages;
    }
}
