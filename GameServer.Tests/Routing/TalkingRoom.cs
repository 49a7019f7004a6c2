using GameServer.Authoring;
using GameServer.Tests.EndToEnd.Oracle;

namespace GameServer.Tests.Routing;

/// <summary>Tells everybody of each command; the number says how much it matters that all hear it.</summary>
internal sealed class TalkingRoom : Room<OracleState, OracleCommand, OracleEvent>
{
    internal const ulong Latest = 1_000;
    internal const ulong Expiring = 2_000;
    internal const ulong Direct = 3_000;
    internal const ulong Both = 10_000;

    internal static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(1);

    public override RoomSettings Settings => new() { FlushWindow = TimeSpan.Zero };

    protected override void OnCommand(Player player, OracleCommand command)
    {
        State.Applied++;
        var said = new OracleEvent { Number = command.Number, Applied = State.Applied };
        if (command.Number >= Both)
        {
            Broadcast(said);
            for (var again = 0; again < 2; again++)
            {
                Send(Players[^1], new OracleEvent { Number = command.Number + Direct });
                Broadcast(said);
            }
        }
        else if (command.Number >= Direct)
        {
            foreach (var member in Players)
            {
                Send(member, said);
            }
        }
        else
        {
            Broadcast(said, command.Number switch
            {
                >= Expiring => Delivery.Expire(Lifetime),
                >= Latest => Delivery.Latest("newest"),
                _ => Delivery.Reliable,
            });
        }
    }
}
