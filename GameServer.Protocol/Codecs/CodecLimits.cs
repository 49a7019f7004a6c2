namespace GameServer.Protocol.Codecs;

/// <summary>What a decoder accepts. How large a whole message may be is limited earlier, while it is being received.</summary>
public sealed record CodecLimits
{
    /// <summary>The limits of the protocol, which every gateway has. docs/PROTOCOL.md lists them.</summary>
    public static CodecLimits Default { get; } = new();

    /// <summary>Envelopes in one WebSocket message.</summary>
    public int EnvelopesPerBatchMax { get; init; } = 256;

    /// <summary>UTF-8 bytes of one text field of an envelope. Room payloads are not bound by it.</summary>
    public int StringBytesMax { get; init; } = 8192;

    /// <summary>Entries of all repeated and map fields of one message in an envelope. Room payloads are not bound by it.</summary>
    public int ElementsPerMessageMax { get; init; } = 256;

    /// <summary>Messages inside one another, the outermost counted, in an envelope and in a room payload.</summary>
    public int MessageDepthMax { get; init; } = 32;

    /// <summary>Objects and arrays inside one another in a JSON frame and in a JSON payload.</summary>
    public int JsonDepthMax { get; init; } = 64;
}
