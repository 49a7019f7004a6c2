using System.Text.Json.Nodes;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Rooms;
using Google.Protobuf;

namespace GameServer;

/// <summary>
/// `rooms fork`: a new room with the state that another had at a moment. Nobody is a member of it; it sleeps until somebody joins it.
/// </summary>
internal sealed record RoomsFork(RoomId Room, RoomsMoment At, string Key) : IRoomsVerb
{
    public async Task<string?> RunAsync(RoomsDesk desk, CancellationToken cancel)
    {
        var sight = await RoomsSight.LookAsync(desk, Room, At, cancel).ConfigureAwait(false);
        if (sight is not RoomsSight.Seen(var row, _, var past))
        {
            return ((RoomsSight.Unseen)sight).Why;
        }

        if (past.Beside.Ended is { } ended)
        {
            return $"Room '{Room.Value}' had ended with version {past.Version.Value} ({ended}); fork an elder one.";
        }

        var now = (desk.Now - DateTimeOffset.UnixEpoch).Ticks;
        var origin = RoomOrigin.Parser.ParseFrom(row.Origin.Span);
        (origin.Created, origin.ForkedFrom, origin.ForkedAt) = (now, Room.Value, past.Version.Value);
        var number = await desk.Store.TakeNumbersAsync(1, cancel).ConfigureAwait(false);
        var fork = new NewRoom(
            new RoomId(desk.Ids.NewId()),
            new RoomNumber(number),
            row.Type,
            past.TypeVersion > 0 ? past.TypeVersion : row.TypeVersion,
            Key,
            KeepAlive: false,
            origin.ToByteArray(),
            desk.Now);
        var snapshot = past.ToFork(now);
        snapshot.TypeVersion = (uint)fork.TypeVersion;
        var answer = await desk.Store.ForkAsync(fork, past.Version, snapshot.ToByteArray(), cancel).ConfigureAwait(false);
        if (answer is CreateAnswer.KeyTaken taken)
        {
            return $"Room '{taken.By.Value}' has the key '{Key}'.";
        }

        var json = new JsonObject { ["id"] = fork.Id.Value, ["forkedFrom"] = Room.Value, ["forkedAt"] = past.Version.Value };
        desk.Answer(json, [fork.Id.Value]);
        return null;
    }
}
