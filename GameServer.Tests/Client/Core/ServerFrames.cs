using GameServer.Games.Chat;
using GameServer.Protocol.Patches;
using GameServer.Protocol.V1;
using Google.Protobuf;

namespace GameServer.Tests.Client.Core;

/// <summary>Frames of a chat room with number 7, as a server would send them.</summary>
internal static class ServerFrames
{
    internal const string RoomId = "room";
    internal const uint Room = 7;

    internal static RoomAttached Attached(ulong epoch = 1, ulong version = 0, ulong lastApplied = 0, bool comparable = true) => new()
    {
        Room = Room,
        RoomId = RoomId,
        RoomType = "chat",
        Epoch = epoch,
        Version = version,
        PlayerNumber = 3,
        LastApplied = lastApplied,
        SchemaFingerprint = comparable ? SchemaFingerprint.Of(ChatState.Descriptor) : 1,
    };

    internal static RoomUpdate Snapshot(ulong version, ulong line, ulong epoch = 1, params ulong[] events) =>
        With(new RoomUpdate { Room = Room, Epoch = epoch, Version = version, Snapshot = true, Patch = Patch(line) }, events);

    internal static RoomUpdate Update(ulong version, ulong line, ulong epoch = 1, ulong? baseVersion = null, params ulong[] events)
    {
        var update = new RoomUpdate { Room = Room, Epoch = epoch, Version = version, Patch = Patch(line) };
        update.BaseVersion = baseVersion ?? version - 1;
        return With(update, events);
    }

    internal static MemberUpdate ForMember(ulong version, ulong epoch = 1) => new() { Room = Room, Epoch = epoch, Version = version };

    internal static MemberUpdate WithEvent(this MemberUpdate update, uint after, ulong said)
    {
        update.Events.Add(new DirectEvent { After = after, Payload = Said(said) });
        return update;
    }

    internal static MemberUpdate WithResult(
        this MemberUpdate update, ulong seq, CommandResult.Types.Outcome outcome = CommandResult.Types.Outcome.Applied, ulong expected = 0)
    {
        update.Results.Add(new CommandResult { CommandSeq = seq, Outcome = outcome, Expected = expected });
        return update;
    }

    internal static ByteString Said(ulong line) => new ChatEvent { Said = new Said { Line = line } }.ToByteString();

    internal static ulong HashOf(ulong line) => StateHash.Compute(new ChatState { LastLine = line });

    private static StatePatch Patch(ulong line) => new() { Merge = new ChatState { LastLine = line }.ToByteString() };

    private static RoomUpdate With(RoomUpdate update, ulong[] events)
    {
        update.Events.AddRange(events.Select(Said));
        return update;
    }
}
