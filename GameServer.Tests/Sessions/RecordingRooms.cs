using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Sessions;

namespace GameServer.Tests.Sessions;

/// <summary>Stands for the rooms: keeps what sessions ask of them, in order, as lines that a test can read.</summary>
internal sealed class RecordingRooms : ISessionRooms
{
    private readonly Queue<string> _asked = new();

    internal RouteAnswer Answer { get; set; }

    /// <summary>A room that cannot take an attachment now.</summary>
    internal string Full { get; set; } = "";

    internal string Next() => _asked.TryDequeue(out var line) ? line : "nothing";

    public void Join(SessionAddress from, PlayerIdentity player, Join join, uint requestId) =>
        Note($"join {join.Nonce} as {requestId}", from);

    public RouteAnswer Attach(
        SessionAddress from, PlayerIdentity player, RoomPlace place, Position? position, CommandSeq repliesSeen, uint requestId)
    {
        var answer = Note($"attach {place.Id} at {position?.ToString() ?? "none"} as {requestId}", from);
        return place.Id.Value == Full ? RouteAnswer.Busy : answer;
    }

    public RouteAnswer Command(SessionAddress from, RoomPlace place, CommandContent command) =>
        Note($"command {command.Number} to {place.Id}", from);

    public RouteAnswer RepliesSeen(SessionAddress from, RoomPlace place, CommandSeq repliesSeen) =>
        Note($"seen {repliesSeen} in {place.Id}", from);

    public RouteAnswer RequestSnapshot(SessionAddress from, RoomPlace place, SnapshotRequest.Types.Cause cause) =>
        Note($"snapshot of {place.Id}", from);

    public RouteAnswer Leave(SessionAddress from, RoomPlace place, uint requestId) => Note($"leave {place.Id} as {requestId}", from);

    public void ConnectionLost(SessionAddress from, RoomId room) => Note($"lost in {room}", from);

    public void List(SessionAddress from, ListRooms query, uint requestId) => Note($"list as {requestId}", from);

    public void FindRoomsOf(SessionAddress from, PlayerId player, IReadOnlyList<RoomId> alsoThese) => Note($"rooms of {player}", from);

    private RouteAnswer Note(string line, SessionAddress from)
    {
        _asked.Enqueue($"{line} by {from.Generation}");
        return Answer;
    }
}
