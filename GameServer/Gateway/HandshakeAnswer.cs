namespace GameServer.Gateway;

/// <summary>What the handshake rules say to a request.</summary>
internal abstract record HandshakeAnswer
{
    private HandshakeAnswer()
    {
    }

    /// <param name="AcceptKey">Sec-WebSocket-Accept.</param>
    /// <param name="Subprotocol">Sec-WebSocket-Protocol; null when none was agreed on.</param>
    internal sealed record Accepted(string AcceptKey, string? Subprotocol) : HandshakeAnswer;

    /// <param name="Status">The HTTP status.</param>
    /// <param name="Sentence">The body: for people, what is wrong.</param>
    /// <param name="Headers">Headers that say how to do it right.</param>
    internal sealed record Refused(int Status, string Sentence, params (string Name, string Value)[] Headers) : HandshakeAnswer;
}
