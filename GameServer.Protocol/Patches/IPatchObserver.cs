namespace GameServer.Protocol.Patches;

/// <summary>
/// Is told what a patch changes, while it is applied. A row or message that is patched is told before what changed in it; one that is
/// added or replaced is told once, with nothing from inside. The state is complete only after Apply has returned.
/// </summary>
public interface IPatchObserver
{
    /// <summary>One field or row has changed.</summary>
    void OnChange(PatchChange change);
}
