using GameServer.Protocol.Identity;

namespace GameServer.Tests.Simulation;

/// <summary>
/// Which process ran turns of which room at which epoch. Any two at one epoch are a fault, as is one of an epoch gone by for it.
/// </summary>
internal sealed class ActivationLog(SimVerdict verdict)
{
    private readonly Dictionary<(RoomId Room, Epoch Epoch), string> _owners = [];

    internal void Ran(RoomId room, Epoch epoch, string life)
    {
        if (!_owners.TryAdd((room, epoch), life) && _owners[(room, epoch)] is var owner && owner != life)
        {
            verdict.Fault($"{room} ran at epoch {epoch} on {owner} and on {life}");
        }
    }
}
