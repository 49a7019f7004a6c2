namespace GameServer.Links;

/// <summary>
/// The port to other nodes: makes connections that carry whole messages in order. Everything comes back through callbacks, on any thread,
/// so that a simulation can be a form of it. What listens hands each connection it accepts to a function given at construction.
/// </summary>
internal interface ILinkTransport
{
    /// <summary>
    /// Connects. Exactly one of <see cref="ILinkEvents.Opened"/> and <see cref="ILinkEvents.Failed"/> comes, also when nobody ever answers.
    /// </summary>
    void Dial(string address, ILinkEvents events);
}

/// <summary>
/// One end of a connection. From any thread; never throws: one that fails is <see cref="ILinkEvents.Closed"/>.
/// </summary>
internal interface ILinkConnection
{
    /// <summary>Grows with every byte that comes, also of an incomplete message, and with every message: the other end lives.</summary>
    long BytesReceived { get; }

    /// <summary>
    /// What both ends know of this very connection, and somebody between two connections could not make the same for both; empty where
    /// nothing is encrypted.
    /// </summary>
    ReadOnlyMemory<byte> Binding => default;

    /// <summary>
    /// Sends a message; the next one may be given after <see cref="ILinkEvents.Sent"/>. The bytes stay as they are until that or
    /// <see cref="ILinkEvents.Closed"/>. An empty message is one too.
    /// </summary>
    void Send(ReadOnlyMemory<byte> message);

    /// <summary>
    /// The other end has proved who it is: from the next message on the large limit holds for what is received. Until then it is
    /// <see cref="LinkOptions.GreetingBytesMax"/>.
    /// </summary>
    void Trust();

    /// <summary>The message that was received last has been used: its bytes may be overwritten, and the next may come.</summary>
    void Next();

    /// <summary>Ends the connection at once; what is on its way may be lost. What it tells afterwards means nothing.</summary>
    void Close();
}

/// <summary>What a connection tells its owner. On any thread; calls about messages received come one after the other.</summary>
internal interface ILinkEvents
{
    /// <summary>The dial has succeeded. Nothing is received before this has returned. An accepted one is open from the start.</summary>
    void Opened(ILinkConnection connection);

    /// <summary>The dial has failed.</summary>
    /// <param name="isRefused">The other host answered that nobody listens there.</param>
    /// <param name="cause">Why, for the log.</param>
    void Failed(bool isRefused, string cause);

    /// <summary>A whole message. No other comes, and its bytes last, until <see cref="ILinkConnection.Next"/>.</summary>
    void Received(ReadOnlyMemory<byte> message);

    /// <summary>The message that was given is sent, as far as this end can say. May come before the call that gave it returns.</summary>
    void Sent();

    /// <summary>The connection has ended, from whichever end. Once; only a <see cref="Sent"/> under way may come after it.</summary>
    /// <param name="cause">Why, for the log.</param>
    void Closed(string cause);
}
