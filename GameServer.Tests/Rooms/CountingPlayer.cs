using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Tests.EndToEnd.Oracle;
using GameServer.Tests.Routing;
using Google.Protobuf;

namespace GameServer.Tests.Rooms;

/// <summary>
/// A client of one <see cref="CountingRoom"/> as the protocol wants it: keeps its position, sends again what was not answered, comes back
/// with its token; and writes down whatever is not as it should be.
/// </summary>
internal sealed class CountingPlayer(string name)
{
    private readonly SortedDictionary<ulong, ulong> _unanswered = [];
    private readonly HashSet<ulong> _answered = [];
    private NodePlayer? _link;
    private Generation _generation;
    private ulong _lastSeq;
    private ulong _rewoundEpoch;

    internal string Name => name;

    internal string RoomId { get; private set; } = "";

    internal uint Room { get; private set; }

    internal (ulong Epoch, ulong Version) Position { get; private set; }

    internal bool IsAttached { get; private set; }

    /// <summary>The room's count in each event, in the order in which they came.</summary>
    internal List<ulong> Counts { get; } = [];

    internal List<string> Faults { get; } = [];

    internal List<RoomNotice.Types.Kind> Notices { get; } = [];

    internal RoomLeft? Left { get; private set; }

    /// <summary>How the room came back older than it had been here; null: it never did.</summary>
    internal string? Rewind { get; private set; }

    internal int Answered => _answered.Count;

    internal int Unanswered => _unanswered.Count;

    internal NodePlayer Link => _link!;

    internal void Connect(NodeWorld node)
    {
        Resume? resume = null;
        if (_generation.Value > 0)
        {
            resume = new Resume();
            if (RoomId.Length > 0)
            {
                resume.Rooms.Add(new RoomPosition { RoomId = RoomId, Epoch = Position.Epoch, Version = Position.Version });
            }
        }

        _link = node.Connect(name, resume, _generation);
        _generation = node.Sessions.Find(new SessionId("s-" + name))!.Generation;
        IsAttached = false;
        Read();
    }

    internal void Enter(Join join)
    {
        var attached = _link!.Enter(join);
        Take(attached);
        Read();
    }

    /// <summary>Sends the next command; the number says what it asks for.</summary>
    internal void Send(ulong number = 1)
    {
        _unanswered[++_lastSeq] = number;
        if (IsAttached)
        {
            SendOut(_lastSeq, number);
        }
    }

    internal void Lose()
    {
        Read();
        _link?.Lose();
        IsAttached = false;
    }

    /// <summary>Reads all that has come.</summary>
    internal void Read()
    {
        while (_link!.Next() is { } envelope)
        {
            Read(envelope);
        }
    }

    private void Read(ServerEnvelope envelope)
    {
        switch (envelope.KindCase)
        {
            case ServerEnvelope.KindOneofCase.Attached:
                Take(envelope.Attached);
                break;
            case ServerEnvelope.KindOneofCase.Update when envelope.Update.Room == Room:
                Take(envelope.Update);
                break;
            case ServerEnvelope.KindOneofCase.Member when envelope.Member.Room == Room:
                Take(envelope.Member);
                break;
            case ServerEnvelope.KindOneofCase.Notice:
                Notices.Add(envelope.Notice.Kind);
                break;
            case ServerEnvelope.KindOneofCase.Left:
                Left = envelope.Left;
                IsAttached = false;
                break;
        }
    }

    private void Take(RoomAttached attached)
    {
        (RoomId, Room, IsAttached) = (attached.RoomId, attached.Room, true);
        _rewoundEpoch = attached.Rewound is null ? _rewoundEpoch : attached.Epoch;
        Rewind ??= attached.Rewound is null ? null : $"{attached} came at {Position}";
        if (attached.EventsLost)
        {
            Faults.Add($"events were lost at {Position}");
        }

        foreach (var (seq, number) in _unanswered)
        {
            SendOut(seq, number);
        }
    }

    private void Take(RoomUpdate update)
    {
        if (!update.Snapshot && update.BaseVersion != Position.Version)
        {
            Faults.Add($"an update from {update.BaseVersion} came at {Position}");
        }

        Position = (update.Epoch, update.Version);
        foreach (var told in update.Events.Select(OracleEvent.Parser.ParseFrom))
        {
            if (Counts.Count > 0 && told.Applied != Counts[^1] + 1)
            {
                Faults.Add($"the event {told} came after {Counts[^1]}");
            }

            Counts.Add(told.Applied);
        }
    }

    private void Take(MemberUpdate member)
    {
        foreach (var gap in member.Results.Where(result => _answered.Contains(result.Expected)))
        {
            Faults.Add($"command {gap.Expected} was answered before and is wanted again");
        }

        foreach (var result in member.Results.Where(result => result.Outcome != CommandResult.Types.Outcome.Gap))
        {
            _unanswered.Remove(result.CommandSeq);
            _answered.Add(result.CommandSeq);
            if (result.Outcome != CommandResult.Types.Outcome.Applied)
            {
                Faults.Add($"command {result.CommandSeq} was answered {result.Outcome}");
            }
        }
    }

    private void SendOut(ulong seq, ulong number) => _link!.Post(new ClientEnvelope
    {
        Command = new Command
        {
            Room = Room,
            CommandSeq = seq,
            RewoundEpoch = _rewoundEpoch,
            Payload = new OracleCommand { Number = number }.ToByteString(),
        },
    });
}
