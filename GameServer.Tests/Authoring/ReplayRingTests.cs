using GameServer.Authoring;
using GameServer.Authoring.Kernel;
using GameServer.Gateway;
using GameServer.Protocol.Codecs;
using GameServer.Protocol.V1;
using GameServer.Tests.Authoring.Probe;
using Google.Protobuf;
using static GameServer.Tests.Authoring.KernelRig;

namespace GameServer.Tests.Authoring;

public sealed class ReplayRingTests
{
    private const int BytesMax = 10_000;

    [Fact]
    public void An_update_too_large_to_keep_leaves_nothing_to_replay()
    {
        var ring = new ReplayRing(updatesMax: 100, BytesMax);
        ring.After(0).ShouldBeOfType<MissedUpdates.Kept>().Updates.ShouldBeEmpty();
        Add(ring, 1, sharedBytes: 100);

        Add(ring, 2, sharedBytes: BytesMax);

        ring.After(0).ShouldBe(MissedUpdates.Overrun);
        ring.After(1).ShouldBe(MissedUpdates.Overrun);
        ring.After(2).ShouldBeOfType<MissedUpdates.Kept>().Updates.ShouldBeEmpty();
        ring.After(3).ShouldBe(MissedUpdates.NeverWas);
        Add(ring, 3, sharedBytes: 100);
        ring.After(2).ShouldBeOfType<MissedUpdates.Kept>().Updates.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(1_000, 0)]
    [InlineData(0, 1_000)]
    [InlineData(500, 500)]
    public void The_eldest_are_dropped_when_all_together_have_too_many_bytes(int sharedBytes, int directBytes)
    {
        var ring = new ReplayRing(updatesMax: 100, BytesMax);
        for (ulong version = 1; version <= 50; version++)
        {
            Add(ring, version, sharedBytes, directBytes);
        }

        // Nine of a thousand bytes and their frames' few; the tenth would be over the limit.
        ring.After(40).ShouldBe(MissedUpdates.Overrun);
        var kept = ring.After(41).ShouldBeOfType<MissedUpdates.Kept>().Updates;
        kept.Select(update => update.Version).ShouldBe(Enumerable.Range(42, 9).Select(version => (ulong)version));
    }

    [Fact]
    public void The_number_of_updates_is_a_limit_of_its_own()
    {
        var ring = new ReplayRing(updatesMax: 3, BytesMax);
        for (ulong version = 1; version <= 5; version++)
        {
            Add(ring, version, sharedBytes: 10);
        }

        ring.After(1).ShouldBe(MissedUpdates.Overrun);
        ring.After(2).ShouldBeOfType<MissedUpdates.Kept>().Updates.Count.ShouldBe(3);
    }

    [Fact]
    public void A_member_that_missed_more_bytes_than_are_kept_gets_a_snapshot_and_is_told_that_events_are_lost()
    {
        var rig = new KernelRig(new ProbeRoom { Setup = new RoomSettings { ReplayBytesMax = 64 * 1024 } }).With("alice", "bob");
        rig.Turn(new RoomInput.ConnectionLost(Address("bob")));
        var position = rig.Version;
        for (var i = 0; i < 3; i++)
        {
            rig.Turn(rig.Next("alice", new ProbeCommand { Broadcast = { new string('x', 30_000) } }));
        }

        var frames = rig.Turn(Attach("bob", 2, position)).Frames().ToList();

        frames[0].Attached.EventsLost.ShouldBeTrue();
        frames.Count(frame => frame.Update is not null).ShouldBe(1);
        frames[^1].Update.Snapshot.ShouldBeTrue();
    }

    [Fact]
    public void What_is_kept_by_default_takes_a_quarter_of_an_outbox_at_most() =>
        new RoomSettings().ReplayBytesMax.ShouldBeLessThanOrEqualTo(new GatewayOptions().OutboxBytesMax / 4);

    private static void Add(ReplayRing ring, ulong version, int sharedBytes, int directBytes = 0)
    {
        var update = new RoomUpdate { BaseVersion = version - 1, Version = version, Events = { Bytes(sharedBytes) } };
        var direct = new DirectEvent { Payload = Bytes(directBytes) };
        var element = BinaryCodec.EncodeServerEnvelopeElement(new ServerEnvelope { Update = update });
        ring.Add(version - 1, version, element, new Dictionary<uint, List<DirectEvent>> { [1] = [direct] });
    }

    private static ByteString Bytes(int count) => ByteString.CopyFrom(new byte[count]);
}
