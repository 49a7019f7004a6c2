using GameServer.Authoring;
using GameServer.Authoring.Kernel;
using GameServer.Protocol.V1;
using GameServer.Tests.Authoring.Probe;
using Google.Protobuf;
using static GameServer.Tests.Authoring.KernelRig;

namespace GameServer.Tests.Authoring;

/// <summary>Whatever a store hands out, it leads to a room or to one kind of exception.</summary>
public sealed class DamagedHistoryTests
{
    private static readonly RoomSettings _setup = new() { Durability = Durability.Committed };

    [Fact]
    public void A_record_that_is_cut_anywhere_is_refused()
    {
        var (snapshot, records, version) = Eventful();
        var bytes = records.ToByteArray();
        var whole = new RoomHistory(snapshot, [new HistoryRecord(Epoch, bytes)], 1) { LeadsTo = new(version) };
        Load(whole).ShouldBeTrue();
        for (var length = 0; length < bytes.Length; length++)
        {
            Load(whole with { Records = [new HistoryRecord(Epoch, bytes.AsMemory(0, length))] }).ShouldBeFalse($"cut at {length}");
        }
    }

    [Fact]
    public void A_snapshot_that_is_cut_anywhere_is_refused()
    {
        var (snapshot, _, _) = Eventful();
        var version = RoomSnapshot.Parser.ParseFrom(snapshot).Version;
        var refused = 0;
        for (var length = 1; length < snapshot.Length; length++)
        {
            // Its last rows are its epochs: without them it is a snapshot that says less.
            refused += Load(new RoomHistory(snapshot.AsMemory(0, length), [], 1) { LeadsTo = new(version) }) ? 0 : 1;
        }

        refused.ShouldBeGreaterThan(snapshot.Length - 10);
        Load(new RoomHistory(snapshot, [], 1) { LeadsTo = new(version) }).ShouldBeTrue();
    }

    [Theory]
    [InlineData(0x01)]
    [InlineData(0x80)]
    [InlineData(0x5A)]
    [InlineData(0xFF)]
    public void A_byte_that_is_another_one_leads_to_a_room_or_to_a_refusal(int damage)
    {
        var (snapshot, records, _) = Eventful();
        var bytes = records.ToByteArray();
        var refused = 0;
        for (var at = 0; at < bytes.Length; at++)
        {
            bytes[at] ^= (byte)damage;
            refused += Load(new RoomHistory(snapshot, [new HistoryRecord(Epoch, bytes)], 1)) ? 0 : 1;
            refused += Load(new RoomHistory(default, [new HistoryRecord(Epoch, bytes)], 1)) ? 0 : 1;
            bytes[at] ^= (byte)damage;
        }

        for (var at = 0; at < snapshot.Length; at++)
        {
            snapshot[at] ^= (byte)damage;
            refused += Load(new RoomHistory(snapshot, [], 1)) ? 0 : 1;
            snapshot[at] ^= (byte)damage;
        }

        refused.ShouldBeGreaterThan(bytes.Length / 10);
    }

    [Fact]
    public void A_command_row_that_would_have_the_room_answer_for_ever_is_refused()
    {
        var rig = new KernelRig(new ProbeRoom { Setup = _setup }).With("alice");
        var snapshot = RoomSnapshot.Parser.ParseFrom(rig.Kernel.Snapshot());
        snapshot.Ledger.Commands[0].LastApplied = ulong.MaxValue / 2;
        Load(new RoomHistory(snapshot.ToByteArray(), [], 1)).ShouldBeFalse();
    }

    /// <summary>True: it led to a room, which works.</summary>
    private static bool Load(RoomHistory history)
    {
        KernelRig rig;
        try
        {
            rig = new KernelRig(new ProbeRoom { Setup = _setup }, history, ulong.MaxValue);
        }
        catch (RoomHistoryException refusal)
        {
            refusal.Message.ShouldNotBeEmpty();
            return false;
        }

        rig.After(1.Seconds(), Attach("alice", 9, 3), Attach("bob", 9, null));
        rig.After(1.Minutes());
        return true;
    }

    private static (byte[] Snapshot, RoomRecord Records, ulong Version) Eventful()
    {
        var rig = new KernelRig(new ProbeRoom { Setup = _setup }).With("alice", "bob");
        var timer = new Probe.Timer { Key = "t", DelayMs = 5_000, Command = new ProbeCommand { Add = 3 } };
        rig.Turn(rig.Next("alice", new ProbeCommand { Reply = { "yes" }, Schedule = timer, Property = "a=b" }));
        rig.Turn(new RoomInput.Reserve("s", null, Start + 9.Seconds()));
        var snapshot = rig.Kernel.Snapshot();
        var after = rig.Log.Count;
        var whisper = new Whisper { To = 1, Text = "psst" };
        rig.Turn(rig.Next("bob", new ProbeCommand { Draw = true, Whisper = { whisper }, Broadcast = { "all" } }));
        rig.Turn(rig.Next("alice", new ProbeCommand { Cancel = "t", Reject = { "no" } }));
        rig.Turn(new RoomInput.ConnectionLost(Address("bob")), Join("carol", seat: "s"));
        rig.Turn(new RoomInput.Leave(Address("carol"), 1));
        var records = new RoomRecord();
        records.Turns.AddRange(rig.Log.Skip(after).SelectMany(record => RoomRecord.Parser.ParseFrom(record.Record.Span).Turns));
        return (snapshot, records, rig.Kernel.Version.Value);
    }
}
