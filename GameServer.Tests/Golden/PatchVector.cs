namespace GameServer.Tests.Golden;

/// <summary>One entry of patches.json: a state before and after a patch, in both forms, and what the state after it hashes to.</summary>
/// <param name="Name">Unique.</param>
/// <param name="Schema">Full name of the state's message.</param>
/// <param name="Fingerprint">Schema fingerprint, 16 hex digits.</param>
/// <param name="Old">The encoded state before.</param>
/// <param name="Patch">The encoded StatePatch.</param>
/// <param name="New">The encoded state after.</param>
/// <param name="Hash">State hash after, 16 hex digits.</param>
/// <param name="Json">The patch in its JSON form, as text.</param>
internal sealed record PatchVector(
    string Name, string Schema, string Fingerprint, string Old, string Patch, string New, string Hash, string Json);
