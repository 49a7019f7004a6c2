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
        switch (await MakeAsync(desk, cancel).ConfigureAwait(false))
        {
            case RoomForked.Made made:
                var json = new JsonObject { ["id"] = made.Id.Value, ["forkedFrom"] = Room.Value, ["forkedAt"] = made.At.Value };
                desk.Answer(json, [made.Id.Value]);
                return null;
            case RoomForked.Unseen unseen:
                return unseen.Sight.Why;
            case RoomForked.HadEnded ended:
                return ended.Why;
            case RoomForked.KeyTaken taken:
                return taken.Why;
            case var other:
                throw new InvalidOperationException($"{other} is no outcome of forking.");
        }
    }

    /// <summary>Makes it.</summary>
    internal async Task<RoomForked> MakeAsync(RoomsDesk desk, CancellationToken cancel)
    {
        var sight = await RoomsSight.LookAsync(desk, Room, At, cancel).ConfigureAwait(false);
        if (sight is not RoomsSight.Seen(var row, _, var past))
        {
            return new RoomForked.Unseen((RoomsSight.Unseen)sight);
        }

        if (past.Beside.Ended is { } ended)
        {
            return new RoomForked.HadEnded(
                $"Room '{Room.Value}' had ended with version {past.Version.Value} ({ended}); fork an elder one.");
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
        return answer is CreateAnswer.KeyTaken taken
            ? new RoomForked.KeyTaken($"Room '{taken.By.Value}' has the key '{Key}'.")
            : new RoomForked.Made(fork.Id, past.Version);
    }
}

/// <summary>What comes of forking a room. A closed set.</summary>
internal abstract record RoomForked
{
    private RoomForked()
    {
    }

    /// <param name="Id">The new room.</param>
    /// <param name="At">The version of the other that it begins with.</param>
    internal sealed record Made(RoomId Id, RoomVersion At) : RoomForked;

    internal sealed record Unseen(RoomsSight.Unseen Sight) : RoomForked;

    internal sealed record HadEnded(string Why) : RoomForked;

    internal sealed record KeyTaken(string Why) : RoomForked;
}
