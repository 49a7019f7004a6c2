using GameServer.Client.Core;
using GameServer.Games.Chat;
using GameServer.Protocol.V1;
using Google.Protobuf;
using static GameServer.Protocol.V1.SnapshotRequest.Types;
using static GameServer.Tests.Client.Core.ServerFrames;

namespace GameServer.Tests.Client.Core;

/// <summary>One room's replica and all that it has told.</summary>
internal sealed class ReplicaRig
{
    internal RoomReplica Room { get; } = new(RoomId, "chat", ChatState.Parser, ChatEvent.Parser);

    internal List<ClientEffect> Effects { get; } = [];

    internal ulong Line => ((ChatState)Room.State).LastLine;

    internal List<ulong> Events => Effects.OfType<ClientEffect.EventReceived>().Select(one => ((ChatEvent)one.Event).Said.Line).ToList();

    internal int Answers => Effects.OfType<ClientEffect.Answered>().Count();

    internal void Follow(ulong version)
    {
        Room.Attach(Attached(version: version), Effects);
        Take(Snapshot(version, line: version)).ShouldBeNull();
    }

    internal Cause? Take(RoomUpdate update) => Room.Take(update, Effects);

    internal void AddCommand()
    {
        Room.Commands.Add(new PendingCommand(ByteString.Empty, _ => { }));
        Room.Commands.TakeDue(0, 64).Count().ShouldBe(1);
    }

    internal static RoomUpdate Hashed(RoomUpdate update, ulong hash)
    {
        update.StateHash = hash;
        return update;
    }
}
