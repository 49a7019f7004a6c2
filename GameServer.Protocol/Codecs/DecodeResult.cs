namespace GameServer.Protocol.Codecs;

/// <summary>The envelopes of a batch, or why there are none. A batch is decoded whole or not at all.</summary>
/// <typeparam name="TEnvelope">ClientEnvelope or ServerEnvelope.</typeparam>
public readonly record struct DecodeResult<TEnvelope>
{
    private readonly IReadOnlyList<TEnvelope>? _envelopes;

    private DecodeResult(IReadOnlyList<TEnvelope>? envelopes, DecodeError? error)
    {
        _envelopes = envelopes;
        Error = error;
    }

    /// <summary>What is wrong; null when the batch was decoded.</summary>
    public DecodeError? Error { get; }

    /// <summary>In the order of arrival; empty when there is an error.</summary>
    public IReadOnlyList<TEnvelope> Envelopes => _envelopes ?? [];

    internal static DecodeResult<TEnvelope> Of(IReadOnlyList<TEnvelope> envelopes) => new(envelopes, null);

    internal static DecodeResult<TEnvelope> Failed(DecodeError error) => new(null, error);

    internal static DecodeResult<TEnvelope> Failed(DecodeErrorKind kind, string sentence) => new(null, new DecodeError(kind, sentence));
}
