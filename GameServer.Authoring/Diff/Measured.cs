using GameServer.Protocol.Patches;

namespace GameServer.Authoring.Diff;

/// <summary>
/// The hash and the encoded size of a message or of one field. For a map the hash is the sum of its rows' hashes.
/// <paramref name="Count"/>: rows or items; 1 for a message; 0 when absent.
/// </summary>
internal readonly record struct Measured(int Count, HashDigest Digest, int Size);
