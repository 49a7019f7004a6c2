using GameServer.Games.Relay;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Tests.Protocol.Codecs;
using GameServer.Tests.Routing;
using Google.Protobuf;
using Microsoft.Extensions.Logging;

namespace GameServer.Tests.Fuzzing;

/// <summary>Damaged batches from a node that has proved who it is. What it breaks is its own link; the rooms here go on.</summary>
public sealed class NodeBatchFuzzTests
{
    private static readonly NodeId Other = new("n2");

    [Fact]
    public void Whatever_another_node_says_the_rooms_here_go_on() => Fuzz.Run(nameof(NodeBatchFuzzTests), 500, Play);

    private static void Play(FuzzCase one)
    {
        using var failures = new FailureLog();
        using var loggers = LoggerFactory.Create(logging => logging.AddProvider(failures));
        using var world = new NodeWorld(new NodeWorldOptions { Loggers = loggers }, ("relay", () => new RelayRoom()));
        var player = world.Connect();
        var key = new Join { Key = new RoomKey { RoomType = "relay", Key = "table" } };
        var room = player.Join(key).Attached;
        world.FromNodes.Up(Other);
        for (var count = 0; count < 8; count++)
        {
            one.Bytes = one.Random.Next(2) == 0 ? Batch(one, room.RoomId) : Mutation.Of(one.Random, [Batch(one, room.RoomId)], []);
            Receive(world, one.Bytes);
            world.RunUntilIdle();
        }

        world.FromNodes.Down(Other);
        world.RunUntilIdle();
        failures.Lines.ShouldBeEmpty();
        world.Connect().Join(key).Attached.RoomId.ShouldBe(room.RoomId);
    }

    // As the link's actor does: whatever fails here makes it begin anew.
    private static void Receive(NodeWorld world, byte[] bytes)
    {
        try
        {
            world.FromNodes.Receive(Other, bytes);
        }
        catch (Exception)
        {
            world.FromNodes.Down(Other);
            world.FromNodes.Up(Other);
        }
    }

    private static byte[] Batch(FuzzCase one, string roomId)
    {
        var batch = new RandomMessages(one.Random.Next()).Next<NodeBatch>();
        foreach (var frame in batch.Frames.Where(_ => one.Random.Next(2) == 0))
        {
            (frame.Command ?? new RoomCommand()).RoomId = roomId;
            (frame.Request ?? new RoomRequest()).RoomId = roomId;
        }

        return batch.ToByteArray();
    }
}
