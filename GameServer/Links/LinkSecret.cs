using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using GameServer.Protocol.Identity;

namespace GameServer.Links;

/// <summary>
/// What each side of a link proves to know without saying it: HMAC-SHA256 over its role and everything that both have said. A value; from
/// any thread.
/// </summary>
/// <param name="keys">The first signs, all are accepted: so that a key can be replaced one node at a time.</param>
internal sealed class LinkSecret(IReadOnlyList<byte[]> keys)
{
    // Resume tokens are signed with the same keys: whatever is signed here begins with what no token does.
    private const string Purpose = "gameserver link";

    private ReadOnlyMemory<byte> Binding { get; init; }

    /// <summary>The same for one connection only: a proof that was made on it is none on another.</summary>
    internal LinkSecret BoundTo(ReadOnlyMemory<byte> binding) => new(keys) { Binding = binding };

    internal byte[] Sign(LinkRole role, LinkTranscript said) => HMACSHA256.HashData(keys[0], Bytes(role, said));

    /// <summary>Whether the proof was made with one of the keys. Takes as long for one that was not.</summary>
    internal bool Accepts(LinkRole role, LinkTranscript said, ReadOnlySpan<byte> proof)
    {
        var bytes = Bytes(role, said);
        var isAccepted = false;
        foreach (var key in keys)
        {
            isAccepted |= CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(key, bytes), proof);
        }

        return isAccepted;
    }

    // Each text with its length before it, so that no two transcripts have the same bytes.
    private byte[] Bytes(LinkRole role, LinkTranscript said)
    {
        var bytes = new List<byte>();
        Span<byte> number = stackalloc byte[sizeof(ulong)];
        foreach (var text in (string[])[Purpose, role.ToString(), said.From.Value, said.To.Value, said.DialerNonce, said.AcceptorNonce])
        {
            var encoded = Encoding.UTF8.GetBytes(text);
            BinaryPrimitives.WriteUInt64BigEndian(number, (ulong)encoded.Length);
            bytes.AddRange(number);
            bytes.AddRange(encoded);
        }

        foreach (var value in (ulong[])[said.Offered.Eldest, said.Offered.Newest, said.Version, said.Dial])
        {
            BinaryPrimitives.WriteUInt64BigEndian(number, value);
            bytes.AddRange(number);
        }

        // Nothing at all where there is no TLS: what was signed before there was any.
        if (Binding.Length > 0)
        {
            BinaryPrimitives.WriteUInt64BigEndian(number, (ulong)Binding.Length);
            bytes.AddRange(number);
            bytes.AddRange(Binding.Span);
        }

        return [.. bytes];
    }
}

/// <summary>Which end of a connection proves something. The names are part of what is signed.</summary>
internal enum LinkRole
{
    /// <summary>The one that connected.</summary>
    Dialer,

    /// <summary>The one that was connected to.</summary>
    Acceptor,
}

/// <summary>All that both sides have said in a handshake.</summary>
/// <param name="Offered">The versions that the dialer speaks.</param>
/// <param name="Version">The one that the acceptor chose.</param>
/// <param name="From">The dialer's process.</param>
/// <param name="To">The acceptor's process.</param>
/// <param name="Dial">The number of the dial.</param>
/// <param name="DialerNonce">What the dialer made for this connection alone.</param>
/// <param name="AcceptorNonce">What the acceptor made for this connection alone.</param>
internal sealed record LinkTranscript(
    LinkVersions Offered, uint Version, NodeId From, NodeId To, ulong Dial, string DialerNonce, string AcceptorNonce);
