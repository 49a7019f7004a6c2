using GameServer.Protocol.V1;
using Google.Protobuf;

namespace GameServer.Protocol.Patches;

/// <summary>
/// Applies patches to a live state with the protobuf runtime's own byte merge. Uses descriptors only and generates no code, so that it
/// runs where code is compiled ahead of time (Unity's IL2CPP). Fields that this program's schema does not know are dropped.
/// </summary>
public static class StatePatchApplier
{
    /// <summary>How deep patches may be nested in patches.</summary>
    public const int DepthMax = 32;

    /// <summary>
    /// Brings <paramref name="state"/> to the value that the patch leads to. On any result but <see cref="PatchResult.Applied"/> the
    /// state may be changed in part: drop it and ask for a snapshot. A snapshot is applied to an empty message.
    /// </summary>
    public static PatchResult Apply(IMessage state, StatePatch patch, IPatchObserver? observer = null)
    {
        try
        {
            return new PatchWalk(observer).Apply(state, patch, null, 0);
        }
        catch (InvalidProtocolBufferException)
        {
            return PatchResult.Malformed;
        }
    }
}
