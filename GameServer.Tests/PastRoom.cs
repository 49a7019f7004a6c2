using GameServer.Authoring.Kernel;
using GameServer.Identity;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Rooms;
using GameServer.Storage.Memory;
using GameServer.Tests.EndToEnd;
using GameServer.Tests.EndToEnd.Oracle;
using Google.Protobuf;

namespace GameServer.Tests;

/// <summary>A stored room whose log is written by hand, one turn a second, and the commands to look at it with.</summary>
internal sealed class PastRoom
{
    internal static readonly DateTimeOffset Start = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);
    private static readonly Incarnation _owner = new("node-1");

    private readonly Dictionary<RoomTypeName, RoomClass> _classes =
        new[] { ((RoomClassAnswer.Fit)RoomClass.Of(typeof(OracleRoom), "oracle")).Class }.ToDictionary(each => each.Name);

    internal IRoomStore Store { get; } = new MemoryRoomStore();

    internal RoomId Id { get; } = new("past-1");

    internal ulong Version { get; private set; }

    /// <summary>What the last command printed.</summary>
    internal string Output { get; private set; } = "";

    internal static async Task<PastRoom> MakeAsync(string type = "oracle", string key = "table")
    {
        var room = new PastRoom();
        var origin = new RoomOrigin { Seed = 7, Created = Ticks(Start), Properties = { ["map"] = "north" } };
        var made = new NewRoom(room.Id, new RoomNumber(1), new RoomTypeName(type), 1, key, false, origin.ToByteArray(), Start);
        (await room.Store.CreateAsync(made, _owner, CancellationToken.None)).ShouldBeOfType<CreateAnswer.Created>();
        await room.Store.TakeNumbersAsync(1, CancellationToken.None);
        return room;
    }

    internal static DateTimeOffset TimeOf(ulong version) => Start.AddSeconds(version);

    /// <summary>One append of so many turns, each of which counts one more command.</summary>
    internal async Task AppendAsync(int turns = 1, Action<TurnRecord>? more = null)
    {
        var record = new RoomRecord();
        var before = Version;
        while (turns-- > 0)
        {
            Version++;
            var turn = new TurnRecord
            {
                Version = Version,
                Time = Ticks(TimeOf(Version)),
                Update = new RoomUpdate
                {
                    BaseVersion = Version - 1,
                    Version = Version,
                    Patch = new StatePatch { Merge = new OracleState { Applied = Version }.ToByteString() },
                },
            };
            more?.Invoke(turn);
            record.Turns.Add(turn);
        }

        var append = new RoomAppend(
            Id, new Epoch(1), new RoomVersion(before), new RoomVersion(Version), record.ToByteArray(), TimeOf(Version), [], false);
        (await Store.AppendAsync([append], CancellationToken.None)).ShouldBe([WriteAnswer.Made]);
    }

    /// <summary>A snapshot of now, as the room would save it, without what is not state.</summary>
    internal async Task SaveAsync()
    {
        var snapshot = new RoomSnapshot
        {
            TypeVersion = 1,
            Version = Version,
            State = new OracleState { Applied = Version }.ToByteString(),
            Ledger = new TurnRecord { Version = Version, Time = Ticks(TimeOf(Version)) },
            Epochs = { new EpochRow { Epoch = 1, Version = 1 } },
        };
        var save = new SnapshotSave(
            Id, new Epoch(1), new RoomVersion(Version), 1, snapshot.ToByteArray(), TimeOf(Version), [], false, false);
        (await Store.SaveSnapshotsAsync([save], CancellationToken.None)).ShouldBe([WriteAnswer.Made]);
    }

    /// <summary>Carries out a command line after `rooms`, as of one minute after the room was made; answers the refusal.</summary>
    internal async Task<string?> SayAsync(params string[] arguments)
    {
        var now = Start.AddMinutes(1);
        using var error = new StringWriter();
        using var output = new StringWriter();
        var asked = CommandLine.Read(["rooms", .. arguments], now, output, error)
            .ShouldBeOfType<CommandLine.Answer.Rooms>(error.ToString());
        var desk = new RoomsDesk(Store, _classes, now, new CountedIds(), output, asked.IsJson);
        var refusal = await asked.Verb.RunAsync(desk, CancellationToken.None);
        Output = output.ToString();
        return refusal;
    }

    internal static long Ticks(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks;

    private sealed class CountedIds : IIdSource
    {
        private int _count;

        public string NewId() => $"fork-{++_count}";
    }
}
