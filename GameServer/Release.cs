using GameServer.Links;
using GameServer.Rooms;

namespace GameServer;

/// <summary>What differs between releases, for nodes of two of them that work side by side.</summary>
/// <param name="Links">The versions of what nodes say to one another.</param>
/// <param name="LogFormat">The format of the histories of rooms that it writes; it reads all up to it.</param>
internal sealed record Release(LinkVersions Links, int LogFormat)
{
    /// <summary>This one.</summary>
    internal static readonly Release Present = new(LinkVersions.Present, StoredRoom.LogFormatPresent);
}
