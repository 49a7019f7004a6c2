using System.Diagnostics;
using GameServer.Authoring;
using GameServer.Protocol.V1;
using GameServer.Storage.Memory;
using GameServer.Telemetry;
using GameServer.Tests.Actors.TestKit;
using GameServer.Tests.EndToEnd.Oracle;
using GameServer.Tests.Rooms;
using GameServer.Tests.Routing;
using Google.Protobuf;

namespace GameServer.Tests.Telemetry;

/// <summary>What a traced command leaves behind on one node: session, room, store and answer, each below the one before.</summary>
public sealed class CommandSpansTests : IDisposable
{
    private const string Committed = "committed";
    private const string Volatile = "volatile";

    private readonly SpanCapture _spans = new();
    private readonly ManualTime _time = new();
    private readonly TroubledStore _store;
    private readonly Tracing _tracing;
    private readonly NodeWorld _node;

    public CommandSpansTests()
    {
        _store = new TroubledStore(new MemoryRoomStore(), _time);
        _tracing = new Tracing(new TracingOptions { AcceptClientContext = true, ClientTracesPerSecond = 3 }, _time, seed: 1);
        var settings = new RoomSettings { FlushWindow = TimeSpan.FromMilliseconds(50) };
        _node = new NodeWorld(
            new NodeWorldOptions { Store = _store, Time = _time, Tracing = _tracing },
            (Committed, () => new CountingRoom(settings with { Durability = Durability.Committed })),
            (Volatile, () => new CountingRoom(settings)));
    }

    public void Dispose()
    {
        _node.Dispose();
        _tracing.Dispose();
        _spans.Dispose();
    }

    [Fact]
    public void A_command_in_a_committed_room_is_followed_to_the_store_and_back()
    {
        var (player, room) = Enter(Committed);
        var (trace, client) = NewTrace();

        player.Send(Command(room, 1, trace, client));
        _node.Advance(TimeSpan.FromSeconds(1));

        var spans = _spans.Of(trace);
        var session = One(spans, SpanNames.Session);
        var turn = One(spans, SpanNames.Room);
        spans.Count.ShouldBe(4);
        session.ParentSpanId.ShouldBe(client);
        turn.ParentSpanId.ShouldBe(session.SpanId);
        One(spans, SpanNames.Store).ParentSpanId.ShouldBe(turn.SpanId);
        One(spans, SpanNames.Answer).ParentSpanId.ShouldBe(turn.SpanId);
        spans.ShouldAllBe(span => span.Status == ActivityStatusCode.Unset);
        session.GetTagItem(SpanTags.RoomType).ShouldBe(Committed);
        turn.GetTagItem(SpanTags.TurnInputs).ShouldBe(1);
        turn.GetTagItem(SpanTags.CommandNumber).ShouldBe(1L);
        turn.Events.Single().Name.ShouldBe(SpanTags.TurnBegan);
        One(spans, SpanNames.Store).GetTagItem(SpanTags.RoomId).ShouldBe(session.GetTagItem(SpanTags.RoomId));
    }

    [Fact]
    public void Where_nothing_is_stored_no_span_says_so()
    {
        var (player, room) = Enter(Volatile);
        var (trace, client) = NewTrace();

        player.Send(Command(room, 1, trace, client));
        _node.Advance(TimeSpan.FromSeconds(1));

        Names(trace).ShouldBe([SpanNames.Session, SpanNames.Room, SpanNames.Answer]);
    }

    [Fact]
    public void An_answer_ends_when_it_is_flushed()
    {
        var (player, room) = Enter(Volatile);
        var (first, second) = (NewTrace(), NewTrace());
        _node.Advance(TimeSpan.FromSeconds(1));

        // The first leaves at once; the second comes when so many came that the room counts as busy, and waits for the flush window.
        player.Send(Command(room, 1, first.Trace, first.Client));
        const ulong Busy = 20;
        for (ulong seq = 2; seq < Busy; seq++)
        {
            player.Send(new ClientEnvelope { Command = new Command { Room = room, CommandSeq = seq, Payload = Payload } });
        }

        player.Send(Command(room, Busy, second.Trace, second.Client));

        Names(first.Trace).ShouldContain(SpanNames.Answer);
        Names(second.Trace).ShouldNotContain(SpanNames.Answer);
        _node.Advance(TimeSpan.FromSeconds(1));
        Names(second.Trace).ShouldContain(SpanNames.Answer);
    }

    [Fact]
    public void One_turn_and_one_record_of_several_commands_are_in_each_of_their_traces()
    {
        var (player, room) = Enter(Committed);
        var (first, second) = (NewTrace(), NewTrace());

        player.Post(Command(room, 1, first.Trace, first.Client)).ShouldBeTrue();
        player.Post(Command(room, 2, second.Trace, second.Client)).ShouldBeTrue();
        _node.RunUntilIdle();
        _node.Advance(TimeSpan.FromSeconds(1));

        var (one, two) = (_spans.Of(first.Trace), _spans.Of(second.Trace));
        One(one, SpanNames.Room).GetTagItem(SpanTags.TurnInputs).ShouldBe(2);
        One(two, SpanNames.Room).GetTagItem(SpanTags.TurnInputs).ShouldBe(2);
        One(two, SpanNames.Room).GetTagItem(SpanTags.Version).ShouldBe(One(one, SpanNames.Room).GetTagItem(SpanTags.Version));
        One(one, SpanNames.Store).Links.ShouldBeEmpty();
        One(two, SpanNames.Store).Links.Single().Context.SpanId.ShouldBe(One(one, SpanNames.Store).SpanId);
    }

    [Fact]
    public void Turns_that_are_joined_into_one_record_keep_their_traces()
    {
        var (player, room) = Enter(Committed);
        var traces = new[] { NewTrace(), NewTrace(), NewTrace() };
        _store.Delay = call => call == "append" ? TimeSpan.FromMilliseconds(10) : TimeSpan.Zero;

        for (var command = 0; command < traces.Length; command++)
        {
            player.Send(Command(room, (ulong)command + 1, traces[command].Trace, traces[command].Client));
        }

        _node.Advance(TimeSpan.FromSeconds(1));
        _node.Advance(TimeSpan.FromSeconds(1));

        var appends = traces.Select(each => One(_spans.Of(each.Trace), SpanNames.Store)).ToList();
        appends[1].Links.ShouldBeEmpty();
        appends[2].Links.Single().Context.SpanId.ShouldBe(appends[1].SpanId);
    }

    [Fact]
    public void Commands_without_a_trace_or_beyond_the_rate_leave_nothing()
    {
        var (player, room) = Enter(Committed);
        var traces = Enumerable.Range(0, 5).Select(_ => NewTrace()).ToList();

        player.Send(new ClientEnvelope { Command = new Command { Room = room, CommandSeq = 1, Payload = Payload } });
        for (var command = 0; command < traces.Count; command++)
        {
            player.Send(Command(room, (ulong)command + 2, traces[command].Trace, traces[command].Client));
        }

        _node.Advance(TimeSpan.FromMilliseconds(900));

        traces.Select(each => _spans.Of(each.Trace).Count).ShouldBe([4, 4, 4, 0, 0]);
    }

    [Fact]
    public void A_command_that_reaches_no_room_says_why()
    {
        var (player, room) = Enter(Volatile);
        var (trace, client) = NewTrace();

        player.Send(Command(room + 1, 1, trace, client));

        var session = _spans.Of(trace).ShouldHaveSingleItem();
        (session.OperationName, session.Status, session.StatusDescription).ShouldBe((SpanNames.Session, ActivityStatusCode.Error, "Gone"));
    }

    private static ByteString Payload => new OracleCommand { Number = 1 }.ToByteString();

    private static Activity One(IReadOnlyList<Activity> spans, string name) =>
        spans.Where(span => span.OperationName == name).ShouldHaveSingleItem();

    private static (ActivityTraceId Trace, ActivitySpanId Client) NewTrace() =>
        (ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom());

    private static ClientEnvelope Command(uint room, ulong seq, ActivityTraceId trace, ActivitySpanId client) => new()
    {
        Command = new Command { Room = room, CommandSeq = seq, Payload = Payload, Traceparent = $"00-{trace}-{client}-01" },
    };

    private IEnumerable<string> Names(ActivityTraceId trace) => _spans.Of(trace).Select(span => span.OperationName);

    private (NodePlayer Player, uint Room) Enter(string type)
    {
        var player = _node.Connect();
        return (player, player.Enter(new Join { Key = new RoomKey { RoomType = type, Key = "a" } }).Room);
    }
}
