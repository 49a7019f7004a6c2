using GameServer.Authoring;
using GameServer.Authoring.Kernel;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Tests.Authoring.Probe;

namespace GameServer.Tests.Authoring;

/// <summary>A kernel around a probe room, driven input by input.</summary>
internal sealed class KernelRig
{
    internal static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    internal static readonly Epoch Epoch = new(7);

    private readonly Dictionary<MemberAddress, ulong> _sent = [];

    /// <param name="room">Used by this rig only.</param>
    /// <param name="history">What is stored of the room; null: it begins.</param>
    /// <param name="epoch">Of the activation.</param>
    /// <param name="now">When the activation begins; null: at the start.</param>
    /// <param name="servingSince">Since when the node serves players; null: since then.</param>
    internal KernelRig(
        ProbeRoom room, RoomHistory? history = null, ulong? epoch = null, DateTimeOffset? now = null, DateTimeOffset? servingSince = null)
    {
        Room = room;
        Now = now ?? Start;
        var properties = new Dictionary<string, string> { ["map"] = "one" };
        var birth = new RoomBirth(
            new RoomId("r1"), new RoomNumber(5), new RoomTypeName("probe"), new Epoch(epoch ?? Epoch.Value), "key", properties, 42, Start)
        {
            ActivatedAt = Now,
            ServingSince = servingSince,
        };
        var maker = new RoomKernelMaker<ProbeState, ProbeCommand, ProbeEvent>(RoomFields.AnyRebuilt(typeof(ProbeRoom)));
        Kernel = maker.Make(room, birth, history, out var state);
        State = state;
        Unbegun = Kernel.Snapshot();
        WantedSnapshotFirst = Kernel.WantsSnapshotFirst;
        First = Turn();
    }

    /// <summary>A snapshot from before the first turn.</summary>
    internal byte[] Unbegun { get; }

    internal bool WantedSnapshotFirst { get; }

    /// <summary>What the room's turns have recorded.</summary>
    internal List<HistoryRecord> Log { get; } = [];

    /// <summary>All of it, as a store would hand it out.</summary>
    internal RoomHistory History => new(default, [.. Log], 1);

    internal IReadOnlyList<MemberRow> Members => RoomSnapshot.Parser.ParseFrom(Kernel.Snapshot()).Ledger.Members;

    internal IEnumerable<TurnRecord> Turns => Log.SelectMany(record => RoomRecord.Parser.ParseFrom(record.Record.Span).Turns);

    internal ProbeRoom Room { get; }

    internal IRoomKernel Kernel { get; }

    internal ProbeState State { get; }

    internal EffectList First { get; }

    internal DateTimeOffset Now { get; set; }

    internal static MemberAddress Address(string player, ulong generation = 1, string session = "s") =>
        new(new NodeId("n"), new SessionId($"{player}-{session}"), new Generation(generation));

    internal static RoomInput.Join Join(string player, MemberAddress? from = null, string seat = "", uint request = 1) =>
        new(from ?? Address(player), Person(player), new Dictionary<string, string>(), seat, request);

    internal static Player Person(string player) => new(new PlayerId(player), default, player, new HashSet<string>(), IsGuest: true);

    internal static RoomInput.Attach Attach(
        string player, ulong generation, ulong? version, ulong seen = 0, ulong? epoch = null, string session = "s") => new(
            Address(player, generation, session),
            new PlayerId(player),
            version is { } known ? new Position(new Epoch(epoch ?? Epoch.Value), new RoomVersion(known)) : null,
            new CommandSeq(seen),
            9);

    internal static RoomInput.Command Command(MemberAddress from, ulong seq, ProbeCommand? command, ulong seen = 0) =>
        new(from, new CommandSeq(seq), new CommandSeq(seen), command);

    /// <summary>The player's next command from its first address, with everything before it seen.</summary>
    internal RoomInput.Command Next(string player, ProbeCommand? command, ulong generation = 1)
    {
        var key = Address(player);
        var number = _sent[key] = _sent.GetValueOrDefault(key) + 1;
        return Command(Address(player, generation), number, command, number - 1);
    }

    internal EffectList Turn(params RoomInput[] inputs)
    {
        var effects = Kernel.RunTurn(Now, inputs);
        if (!effects.Record.IsEmpty)
        {
            Log.Add(new HistoryRecord(Kernel.Epoch, effects.Record.ToArray()));
        }

        return effects;
    }

    internal EffectList After(TimeSpan time, params RoomInput[] inputs)
    {
        Now += time;
        return Turn(inputs);
    }

    internal KernelRig With(params string[] players)
    {
        foreach (var player in players)
        {
            Turn(Join(player)).OfType<RoomEffect.Attached>().ShouldHaveSingleItem();
        }

        return this;
    }

    /// <summary>The last published version.</summary>
    internal ulong Version => Turn(new RoomInput.Snapshot(
            Kernel.Listing.Members == 0 ? default : Anyone, SnapshotRequest.Types.Cause.WrongBase))
        .Frames().Single(envelope => envelope.Update is not null).Update.Version;

    /// <summary>Whoever asks for snapshots.</summary>
    internal MemberAddress Anyone { get; set; } = Address("alice");
}

/// <summary>Ways to look at effects.</summary>
internal static class EffectViews
{
    internal static IEnumerable<ServerEnvelope> Frames(this IEnumerable<RoomEffect> effects, MemberAddress? to = null) =>
        effects.OfType<RoomEffect.ToMember>().Where(frame => to is null || frame.Member == to).Select(frame => frame.Envelope);

    internal static IEnumerable<CommandResult> Results(this IEnumerable<RoomEffect> effects, MemberAddress? to = null) =>
        effects.Frames(to).Where(frame => frame.Member is not null).SelectMany(frame => frame.Member.Results);

    internal static CommandResult Result(this IEnumerable<RoomEffect> effects) => effects.Results().ShouldHaveSingleItem();

    internal static RoomUpdate? Published(this IEnumerable<RoomEffect> effects) =>
        effects.OfType<RoomEffect.Publish>().SingleOrDefault()?.Update;

    internal static Error Refusal(this IEnumerable<RoomEffect> effects) =>
        effects.OfType<RoomEffect.JoinRefused>().ShouldHaveSingleItem().Error;

    internal static Error Error(this IEnumerable<RoomEffect> effects) =>
        effects.Frames().Where(frame => frame.Error is not null).ShouldHaveSingleItem().Error;

    internal static IEnumerable<string> Texts(this RoomUpdate update) =>
        update.Events.Select(bytes => ProbeEvent.Parser.ParseFrom(bytes).Text);

    internal static IEnumerable<string> Texts(this MemberUpdate update) =>
        update.Events.Select(own => $"{own.After}:{ProbeEvent.Parser.ParseFrom(own.Payload).Text}");

    /// <summary>The effects by kind, for looking at their order; frames by what they hold.</summary>
    internal static IEnumerable<string> Kinds(this IEnumerable<RoomEffect> effects) => effects.Select(effect =>
        effect is RoomEffect.ToMember frame ? frame.Envelope.KindCase.ToString() : effect.GetType().Name);
}
