namespace GameServer.Client.Transport;

/// <summary>The server, or what is in front of it, answered the handshake with an HTTP status other than 101.</summary>
internal sealed class HandshakeRefusedException(int status, Exception inner)
    : Exception($"The handshake was answered with HTTP {status}.", inner)
{
    internal int Status => status;
}
