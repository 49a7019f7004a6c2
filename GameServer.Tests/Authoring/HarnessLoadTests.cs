using GameServer.Authoring;
using GameServer.Authoring.Kernel;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Tests.Authoring.Probe;
using Google.Protobuf;
using static GameServer.Tests.Authoring.KernelRig;
using Outcome = GameServer.Protocol.V1.CommandResult.Types.Outcome;

namespace GameServer.Tests.Authoring;

public sealed class HarnessLoadTests
{
    private static readonly RoomSettings _committed = new() { Durability = Durability.Committed, ReplayUpdatesMax = 2 };

    [Fact]
    public void A_harness_goes_on_where_the_rooms_history_ends()
    {
        var (rig, file) = Played();
        var harness = RoomHarness.Load(new ProbeRoom { Setup = _committed }, file.ToByteArray());
        harness.State.Sum.ShouldBe(rig.State.Sum);
        harness.Now.ShouldBe(rig.Now);
        harness.Properties["a"].ShouldBe("b");
        harness.State.Log[^1].ShouldBe("away bob");
        var alice = harness.Return(new PlayerId("alice"));
        alice.Status.ShouldBe(HarnessStatus.Here);
        alice.Number.ShouldBe(new PlayerNumber(1));
        alice.Send(new ProbeCommand { Add = 1, Reply = { "yes" } }).Outcome.ShouldBe(Outcome.Applied);
        harness.State.Sum.ShouldBe(rig.State.Sum + 1);
        alice.State.ShouldBe(harness.State);
        harness.Faults.ShouldBeEmpty();
        harness.Return(new PlayerId("nobody")).Status.ShouldBe(HarnessStatus.Left);
    }

    [Fact]
    public void A_harness_goes_back_to_a_version()
    {
        var (_, file) = Played();
        for (ulong version = 3; version <= 5; version++)
        {
            var harness = RoomHarness.Load(new ProbeRoom { Setup = _committed }, file.ToByteArray(), new RoomVersion(version));
            harness.State.Sum.ShouldBe((long)version - 3);
        }

        Should.Throw<RoomHistoryException>(() => Load(file, new RoomVersion(99))).Message.ShouldContain("99");
        Should.Throw<RoomHistoryException>(() => Load(file, new RoomVersion(0)));
    }

    [Fact]
    public void A_snapshot_shortens_a_history()
    {
        var (rig, file) = Played();
        file.Snapshot = RoomSnapshot.Parser.ParseFrom(rig.Kernel.Snapshot());
        Load(file).State.Sum.ShouldBe(rig.State.Sum);
        file.Records.Clear();
        Load(file).State.Sum.ShouldBe(rig.State.Sum);
        Should.Throw<RoomHistoryException>(() => Load(file, new RoomVersion(3))).Message.ShouldContain("begins with version");
    }

    [Fact]
    public void What_a_member_missed_comes_from_the_file()
    {
        var harness = Load(Played().File);
        var bob = harness.Return(new PlayerId("bob"));
        bob.Disconnect();
        var alice = harness.Return(new PlayerId("alice"));
        foreach (var number in Enumerable.Range(0, 6))
        {
            alice.Send(new ProbeCommand { Broadcast = { $"said {number}" } });
        }

        bob.Reconnect();
        bob.Events.Select(roomEvent => roomEvent.Text).ShouldBe(Enumerable.Range(0, 6).Select(number => $"said {number}"));
        bob.State.ShouldBe(harness.State);
    }

    [Fact]
    public void What_is_no_history_is_refused()
    {
        var (_, file) = Played();
        var bytes = file.ToByteArray();
        Should.Throw<RoomHistoryException>(() => RoomHarness.Load(new ProbeRoom(), default));
        foreach (var length in Enumerable.Range(0, bytes.Length))
        {
            try
            {
                RoomHarness.Load(new ProbeRoom { Setup = _committed }, bytes.AsMemory(0, length));
            }
            catch (RoomHistoryException refusal)
            {
                refusal.Message.ShouldNotBeEmpty();
            }
        }

        var endless = new ProbeRoom { Setup = new RoomSettings { MaxMembers = 0 } };
        Should.Throw<InvalidOperationException>(() => RoomHarness.Load(endless, bytes));
    }

    private static RoomHarness<ProbeState, ProbeCommand, ProbeEvent> Load(RoomHistoryFile file, RoomVersion? at = null) =>
        RoomHarness.Load(new ProbeRoom { Setup = _committed }, file.ToByteArray(), at);

    private static (KernelRig Rig, RoomHistoryFile File) Played()
    {
        var rig = new KernelRig(new ProbeRoom { Setup = _committed }).With("alice", "bob");
        rig.After(5.Seconds(), rig.Next("alice", new ProbeCommand { Add = 1, Property = "a=b" }));
        rig.After(5.Seconds(), rig.Next("bob", new ProbeCommand { Add = 1 }));
        var origin = new RoomOrigin { Seed = 42, Created = RecordTime.Of(Start), Properties = { ["map"] = "one" } };
        var file = new RoomHistoryFile { RoomId = "r1", RoomType = "probe", Key = "key", Origin = origin };
        file.Records.AddRange(rig.Log.Select(record => new LoggedRecord
        {
            Epoch = record.Epoch.Value,
            Record = RoomRecord.Parser.ParseFrom(record.Record.Span),
        }));
        return (rig, file);
    }
}
