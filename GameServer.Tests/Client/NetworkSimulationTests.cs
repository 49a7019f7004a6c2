using System.Collections.Concurrent;
using GameServer.Client;
using GameServer.Games.Chat;
using GameServer.Protocol;
using GameServer.Protocol.V1;
using GameServer.Tests.Client.Core;
using ClientCase = GameServer.Protocol.V1.ClientEnvelope.KindOneofCase;

namespace GameServer.Tests.Client;

public sealed class NetworkSimulationTests
{
    [Fact]
    public async Task Cuts_come_in_the_middle_of_frames_and_are_survived()
    {
        var simulation = new NetworkSimulation(seed: 5);
        await using var room = await FakeRoom.JoinAsync(new GameClientOptions { Simulation = simulation });
        var answer = room.Room.SendAsync(new ChatCommand { Say = new Say { Text = new string('x', 1000) } });
        await room.Connection.NextAsync(ClientCase.Command);
        // Fewer bytes than the command has: its frame never arrives whole.
        simulation.CutAfterBytes = new ByteRange(100, 600);
        var lost = room.Room.SendAsync(new ChatCommand { Say = new Say { Text = new string('y', 1000) } });
        (await room.Connection.Ended).ShouldBeNull();
        simulation.CutAfterBytes = null;

        var (connection, _) = await room.ResumeAsync(lastApplied: 1);
        (await connection.NextAsync(ClientCase.Command)).Command.CommandSeq.ShouldBe(2UL);
        await connection.SendAsync(new ServerEnvelope { Member = ServerFrames.ForMember(1).WithResult(1).WithResult(2) });

        (await Eventually.Of(answer, "the first answer")).IsApplied.ShouldBeTrue();
        (await Eventually.Of(lost, "the second answer")).IsApplied.ShouldBeTrue();
        simulation.Cuts.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_cut_by_hand_is_resumed_when_the_network_is_back()
    {
        var simulation = new NetworkSimulation();
        await using var room = await FakeRoom.JoinAsync(new GameClientOptions { Simulation = simulation });

        simulation.CutNow(TimeSpan.FromMilliseconds(200));

        (await room.Connection.Ended).ShouldBeNull();
        await room.ResumeAsync();
        simulation.Cuts.ShouldBe(1);
    }

    [Fact]
    public async Task Latency_and_jitter_keep_the_order()
    {
        var simulation = new NetworkSimulation { Latency = TimeSpan.FromMilliseconds(5), Jitter = TimeSpan.FromMilliseconds(20) };
        var seen = new ConcurrentQueue<ulong>();
        var done = new TaskCompletionSource<bool>();
        await using var room = await FakeRoom.JoinAsync(new GameClientOptions { Simulation = simulation }, handle =>
            handle.EventReceived += one =>
            {
                seen.Enqueue(one.Said.Line);
                if (one.Said.Line == 20)
                {
                    done.SetResult(true);
                }
            });
        for (ulong version = 2; version <= 20; version++)
        {
            await room.Connection.SendAsync(new ServerEnvelope { Update = ServerFrames.Update(version, version, events: version) });
        }

        await Eventually.Of(done.Task, "the last event");
        seen.ShouldBe(Enumerable.Range(2, 19).Select(line => (ulong)line));
    }
}
