namespace GameServer.Identity;

/// <summary>Where new ids come from: random in production, seeded in tests. May be used from any thread.</summary>
internal interface IIdSource
{
    /// <summary>Letters and digits that were never given before and cannot be guessed.</summary>
    string NewId();
}
