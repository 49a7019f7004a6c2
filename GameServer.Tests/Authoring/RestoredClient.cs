using GameServer.Authoring;
using GameServer.Authoring.Kernel;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Tests.Authoring.Probe;

namespace GameServer.Tests.Authoring;

/// <summary>A client with the rules of docs/PROTOCOL.md and nothing else, of a room whose activations come and go.</summary>
internal sealed class RestoredClient(string name)
{
    private readonly List<ProbeCommand> _commands = [];
    private ulong _generation = 1;
    private int _sessions = 1;
    private ulong _epoch;
    private bool _attached;
    private ulong _seen;
    private int _texts;

    internal HarnessReplica<ProbeState, ProbeEvent> Replica { get; private set; } = new();

    internal MemberAddress Address => KernelRig.Address(name, _generation, $"s{_sessions}");

    /// <summary>The member's number; 0: none as yet, or no more.</summary>
    internal uint Number { get; private set; }

    internal bool IsHere => _attached;

    internal int Replays { get; private set; }

    /// <summary>Every event that was seen, through all memberships.</summary>
    internal List<string> Events { get; } = [];

    internal SortedDictionary<string, string> Results { get; } = [];

    internal string NextText() => $"{name}/{_texts++}";

    /// <summary>Nothing reaches it any more, which the room does not know as yet.</summary>
    internal bool IsDeaf { get; set; }

    internal void BreakOff() => (_attached, IsDeaf) = (false, false);

    /// <summary>Comes in, comes back with its position, or with a new session that knows nothing.</summary>
    internal RoomInput? Return(bool anew = false)
    {
        if (_attached)
        {
            return null;
        }

        if (Number == 0 || anew)
        {
            _sessions++;
            _generation = 1;
            Replica = new HarnessReplica<ProbeState, ProbeEvent>();
            return KernelRig.Join(name, Address);
        }

        _generation++;
        var position = Replica.Version == 0 ? (Position?)null : new Position(new Epoch(_epoch), new RoomVersion(Replica.Version));
        return new RoomInput.Attach(Address, new PlayerId(name), position, new CommandSeq(_seen), 7);
    }

    internal RoomInput Leave()
    {
        BreakOff();
        return new RoomInput.Leave(Address, 3);
    }

    internal RoomInput Send(ProbeCommand command)
    {
        _commands.Add(command);
        return Numbered((ulong)_commands.Count, command);
    }

    internal RoomInput? Again(Random random) =>
        _commands.Count == 0 ? null : Numbered((ulong)random.Next(_commands.Count) + 1, new ProbeCommand { Add = 1_000_000 });

    internal RoomInput Skip() => Numbered((ulong)_commands.Count + 5, new ProbeCommand { Add = 1_000_000 });

    internal RoomInput SaySeen() => new RoomInput.Seen(Address, new CommandSeq(_seen));

    internal void CountReplay(MemberAddress address) => Replays += address == Address ? 1 : 0;

    internal void Attach(RoomEffect.Attached attached)
    {
        if (attached.Member == Address)
        {
            _attached = true;
            Number = attached.Number.Value;
        }
    }

    internal void Detach(MemberAddress address, bool gone)
    {
        if (address == Address)
        {
            BreakOff();
            if (gone)
            {
                Forget();
            }
        }
    }

    internal void Publish(RoomUpdate update)
    {
        if (_attached && !IsDeaf)
        {
            Apply(update);
        }
    }

    internal void Receive(MemberAddress to, ServerEnvelope envelope)
    {
        if (to != Address || IsDeaf)
        {
            return;
        }

        switch (envelope.KindCase)
        {
            case ServerEnvelope.KindOneofCase.Attached:
                envelope.Attached.EventsLost.ShouldBeFalse();
                envelope.Attached.Rewound.ShouldBeNull();
                _epoch = envelope.Attached.Epoch;
                Replica.Attach();
                Continue(envelope.Attached.LastApplied);
                break;
            case ServerEnvelope.KindOneofCase.Update:
                Apply(envelope.Update);
                break;
            case ServerEnvelope.KindOneofCase.Member:
                envelope.Member.Epoch.ShouldBe(_epoch, "what goes to one member is of the activation that it is attached to");
                Replica.Hold(envelope.Member);
                Note(envelope.Member);
                break;
        }
    }

    private RoomInput.Command Numbered(ulong number, ProbeCommand command) =>
        KernelRig.Command(Address, number, command.Clone(), _seen - (_seen % 5));

    /// <summary>A session that is new to its member goes on where the member's commands stand.</summary>
    private void Continue(ulong lastApplied)
    {
        while ((ulong)_commands.Count < lastApplied)
        {
            _commands.Add(new ProbeCommand());
        }

        while ((ulong)_commands.Count > lastApplied)
        {
            _commands.RemoveAt(_commands.Count - 1);
        }
    }

    private void Note(MemberUpdate member)
    {
        foreach (var result in member.Results)
        {
            Results[$"{Number}/{result.CommandSeq}/{result.Outcome}"] = $"{result}";
            if (result.CommandSeq == _seen + 1 && result.Outcome != CommandResult.Types.Outcome.Gap)
            {
                _seen++;
            }
        }
    }

    private void Apply(RoomUpdate update)
    {
        update.Epoch.ShouldBe(_epoch, "an update is of the activation that the client is attached to");
        var before = Replica.Events.Count;
        Replica.Apply(update);
        Events.AddRange(Replica.Events.Skip(before).Select(roomEvent => roomEvent.Text));
    }

    private void Forget()
    {
        Number = 0;
        _seen = 0;
        _commands.Clear();
        Replica = new HarnessReplica<ProbeState, ProbeEvent>();
    }
}
