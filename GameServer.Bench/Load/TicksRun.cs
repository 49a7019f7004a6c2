using GameServer.Bench.Load.Client;
using GameServer.Bench.Processes;
using GameServer.Bench.Rooms;

namespace GameServer.Bench.Load;

/// <summary>A few clients that make many rooms and stay in them.</summary>
internal sealed class TicksRun : Run
{
    private const int RoomsEach = 1_000;

    internal TicksRun(ChildServer server, Target target, int rooms)
        : base(server, target) =>
        Enter(Enumerable.Range(0, (rooms + RoomsEach - 1) / RoomsEach)
            .Select(number => new LoadClient(
                number, default, new MakerDialect(this, Math.Min(RoomsEach, rooms - (number * RoomsEach))))));

    internal IReadOnlyList<string> Faults() => [.. ConnectionFaults()];

    /// <summary>Makes one room after another, some at once; ready when it is in all of them.</summary>
    private sealed class MakerDialect(ClientEvents events, int rooms) : GameDialect(events, roomType: null)
    {
        private const int AtOnce = 16;

        private int _asked;
        private int _made;

        internal override void Welcome(LoadClient client)
        {
            while (_asked < Math.Min(AtOnce, rooms))
            {
                GameFrames.Create(client.Outgoing, BenchRooms.Still, ++_asked);
            }
        }

        internal override void Attached(LoadClient client, ulong room)
        {
            _made++;
            if (_asked < rooms)
            {
                GameFrames.Create(client.Outgoing, BenchRooms.Still, ++_asked);
            }
            else if (_made == rooms)
            {
                Ready(client);
            }
        }

        // Each of its many rooms has positions of its own, and none of them says anything but its first state.
        internal override void Update(LoadClient client, in UpdateHead update, ReadOnlySpan<byte> patch)
        {
        }

        internal override void Beat(LoadClient client)
        {
            client.RoomNumber = 0;
            base.Beat(client);
        }
    }
}
