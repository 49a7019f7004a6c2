using GameServer.Protocol.Identity;

namespace GameServer.Sessions;

/// <summary>
/// Which connection of a session is the present one, and which resume tokens are still good. Pure; used on the session's turn.
/// Each accepted connection has the next generation and gets a token of it. A token stays good until a frame has arrived under
/// a later generation, or a later token came: a Welcome that was lost on the way strands nobody, and a tab that was left behind cannot come
/// back.
/// </summary>
internal sealed class GenerationGate
{
    private Generation _confirmed;
    private Generation _presented;

    internal Generation Current { get; private set; }

    /// <summary>
    /// Whether a token is the one that this gateway gave last, and its client has been heard under it: since then the client has been
    /// nowhere else. Another gateway may have given the same generation to a client that this one's last welcome did not reach.
    /// </summary>
    internal bool IsLatest(Generation presented) => presented == Current && presented == _confirmed;

    /// <summary>The generation of a new connection, or null when the token it came with has been overtaken.</summary>
    /// <param name="presented">The token's generation; 0 for a connection that opens the session.</param>
    internal Generation? Admit(Generation presented)
    {
        if (presented.Value < _confirmed.Value)
        {
            return null;
        }

        // Whoever has a token got the welcome that it came with: those before it are void.
        (_presented, _confirmed) = (presented, presented);
        Current = new Generation(Math.Max(Current.Value, presented.Value) + 1);
        return Current;
    }

    /// <summary>A frame arrived under the present generation: the tokens before it are void.</summary>
    internal void Confirm() => _confirmed = Current;

    /// <summary>
    /// A room knows that the present connection's token was overtaken elsewhere: it is void here too, and so are those before it. Else each
    /// try with it would get a higher generation, until one is above that of the connection that overtook it.
    /// </summary>
    internal void Overtake() => _confirmed = new Generation(Math.Max(_confirmed.Value, _presented.Value + 1));
}
