using GameServer.Actors;
using GameServer.Protocol.Identity;

namespace GameServer.Rooms;

/// <summary>
/// How an activation of a room that goes on elsewhere ends: its host is told, and it stays for a while to send back what still arrives.
/// Used on the room's turn.
/// </summary>
internal sealed class RoomFarewell(RoomId room, ActorRef host, ActorContext context)
{
    private static readonly TimeSpan LingerFor = TimeSpan.FromSeconds(10);

    /// <summary>The room has been away for long enough: nobody sends it anything any more.</summary>
    internal sealed record Lingered : IControlMessage
    {
        internal static readonly Lingered Instance = new();
    }

    /// <param name="failed">The room may be opened again after a while only.</param>
    /// <param name="barred">Why this server cannot run it, as a sentence; null: it can.</param>
    internal void Say(bool failed, string? barred = null)
    {
        context.Tell(host, new HostMessage.Left(room, context.Self, failed, barred));
        Linger();
    }

    internal void End(bool isWaiting)
    {
        if (isWaiting)
        {
            Linger();
        }
        else
        {
            context.Stop(context.Self);
        }
    }

    private void Linger() => context.StartTimer("linger", LingerFor, Lingered.Instance);
}
