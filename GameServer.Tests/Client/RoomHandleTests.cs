using System.Threading.Channels;
using GameServer.Games.Chat;
using GameServer.Protocol.V1;
using GameServer.Tests.Client.Core;
using Google.Protobuf;

namespace GameServer.Tests.Client;

public sealed class RoomHandleTests
{
    private readonly List<string> _told = [];

    [Fact]
    public async Task Rows_and_fields_are_told_one_by_one_from_the_first_state_on()
    {
        await using var room = await FakeRoom.JoinAsync(subscribe: handle =>
        {
            handle.OnField(ChatState.LastLineFieldNumber, state => _told.Add($"last {state.LastLine}"));
            var lines = handle.OnRows<ulong, Line>(ChatState.LinesFieldNumber);
            lines.Added += (key, line) => _told.Add($"+{key} {line.Text}");
            lines.Changed += (key, line) => _told.Add($"*{key} {line.Text}");
            lines.Removed += key => _told.Add($"-{key}");
        });

        await SendAsync(room, 2, Row(1, replace: new Line { Text = "hello" }), Row(2, replace: new Line { Text = "you" }));
        await SendAsync(room, 3, Row(1, merge: new Line { Text = "hello!" }), Row(2));

        (await room.Room.ReadAsync(state => state.Lines.Count)).ShouldBe(1);
        _told.ShouldBe(["last 1", "+1 hello", "+2 you", "*1 hello!", "-2"]);
    }

    [Fact]
    public async Task A_watch_that_was_disposed_is_told_nothing()
    {
        await using var room = await FakeRoom.JoinAsync();
        var field = room.Room.OnField(ChatState.LastLineFieldNumber, _ => _told.Add("field"));
        var rows = room.Room.OnRows<ulong, Line>(ChatState.LinesFieldNumber);
        rows.Added += (_, _) => _told.Add("row");
        field.Dispose();
        rows.Dispose();

        await SendAsync(room, 2, Row(1, replace: new Line()));

        (await room.Room.ReadAsync(state => state.Lines.Count)).ShouldBe(1);
        _told.ShouldBeEmpty();
    }

    [Fact]
    public async Task Saving_that_is_delayed_is_told_until_the_store_or_another_server_is_back()
    {
        await using var room = await FakeRoom.JoinAsync();
        var told = Channel.CreateUnbounded<(RoomNotice.Types.Kind Kind, bool IsDelayed)>();
        room.Room.NoticeReceived += kind => told.Writer.TryWrite((kind, room.Room.IsSavingDelayed));
        foreach (var kind in new[] { 1, 99, 3, 2, 4, 1 })
        {
            var notice = new RoomNotice { Room = ServerFrames.Room, Kind = (RoomNotice.Types.Kind)kind };
            await room.Connection.SendAsync(new ServerEnvelope { Notice = notice });
        }

        var next = () => Eventually.Of(told.Reader.ReadAsync().AsTask(), "a notice");
        (await next()).ShouldBe((RoomNotice.Types.Kind.SavingDelayed, true));
        (await next()).ShouldBe((RoomNotice.Types.Kind.Overloaded, true));
        (await next()).ShouldBe((RoomNotice.Types.Kind.SavingResumed, false));
        (await next()).ShouldBe((RoomNotice.Types.Kind.KeepingUp, false));
        (await next()).ShouldBe((RoomNotice.Types.Kind.SavingDelayed, true));
        var attached = new TaskCompletionSource<bool>();
        room.Room.Attached += () => attached.TrySetResult(room.Room.IsSavingDelayed);
        room.Connection.Abort();
        await room.ResumeAsync();
        (await Eventually.Of(attached.Task, "the room")).ShouldBeFalse();
    }

    private static async Task SendAsync(FakeRoom room, ulong version, params RowPatch[] rows)
    {
        var reached = new TaskCompletionSource<bool>();

        // The first state may still be told after the join has returned: it is not what is waited for.
        void Reach(GameServer.Client.StateChanges changes)
        {
            if (room.Room.Position.Version.Value >= version)
            {
                reached.TrySetResult(true);
            }
        }

        room.Room.StateChanged += Reach;
        var update = new RoomUpdate { Room = ServerFrames.Room, Epoch = 1, BaseVersion = version - 1, Version = version };
        update.Patch = new StatePatch { Maps = { new MapPatch { Field = ChatState.LinesFieldNumber, Rows = { rows } } } };
        await room.Connection.SendAsync(new ServerEnvelope { Update = update });
        await Eventually.Of(reached.Task, $"version {version}");
        room.Room.StateChanged -= Reach;
    }

    /// <summary>Replaced, changed, or removed when neither is given.</summary>
    private static RowPatch Row(ulong key, Line? replace = null, Line? merge = null)
    {
        var row = new RowPatch { Key = Entry(key, null) };
        if (replace is not null)
        {
            row.Replace = ByteString.CopyFrom(Entry(key, replace).Span[Entry(key, null).Length..]);
        }
        else if (merge is not null)
        {
            row.Patch = new StatePatch { Merge = merge.ToByteString() };
        }
        else
        {
            row.Removed = true;
        }

        return row;
    }

    /// <summary>A map entry's key field and, if given, its value field.</summary>
    private static ByteString Entry(ulong key, Line? line)
    {
        using var stream = new MemoryStream();
        using (var output = new CodedOutputStream(stream, leaveOpen: true))
        {
            output.WriteTag(1, WireFormat.WireType.Varint);
            output.WriteUInt64(key);
            if (line is not null)
            {
                output.WriteTag(2, WireFormat.WireType.LengthDelimited);
                output.WriteMessage(line);
            }
        }

        return ByteString.CopyFrom(stream.ToArray());
    }
}
