using GameServer.Authoring;
using GameServer.Authoring.Kernel;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Tests.Authoring.Probe;
using static GameServer.Tests.Authoring.KernelRig;
using Outcome = GameServer.Protocol.V1.CommandResult.Types.Outcome;

namespace GameServer.Tests.Authoring;

/// <summary>
/// Random turns of many inputs, with connections that break and come back in the middle of them and commands that fail. Clients that
/// know nothing but the frames must each have applied every command once, seen every event once and hold the room's state.
/// </summary>
public sealed class KernelOracleTests
{
    private const int Clients = 6;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Clients_that_break_off_and_resume_miss_nothing_and_double_nothing(int seed)
    {
        var random = new Random(seed);
        var rig = new KernelRig(new ProbeRoom { Setup = new RoomSettings { ReplayUpdatesMax = 10_000, HashEvery = 5 } });
        var clients = Enumerable.Range(1, Clients).Select(number => new Client($"p{number}", (uint)number)).ToList();
        rig.With([.. clients.Select(client => client.Name)]);
        clients.ForEach(client => client.Begin(rig));

        for (var turn = 0; turn < TestScale.Of(400); turn++)
        {
            var inputs = Enumerable.Range(0, random.Next(1, 8)).Select(_ => clients[random.Next(Clients)].Next(random)).ToArray();
            Deliver(clients, rig.After(random.Next(50).Milliseconds(), inputs));
        }

        // Everybody comes back, and sends what was never answered.
        for (var round = 0; round < 3; round++)
        {
            Deliver(clients, rig.Turn([.. clients.Select(client => client.Return()).OfType<RoomInput>()]));
            Deliver(clients, rig.Turn([.. clients.SelectMany(client => client.Unanswered())]));
        }

        var applied = clients.Sum(client => client.Results.Values.Count(result => result.Outcome == Outcome.Applied));
        rig.State.Sum.ShouldBe(applied);
        var everything = clients[0].Replica.Events.Select(roomEvent => roomEvent.Text).Where(IsShared).ToList();
        everything.Count.ShouldBe(applied);
        everything.ShouldBeUnique();
        foreach (var client in clients)
        {
            client.Unanswered().ShouldBeEmpty();
            client.Replica.State.ShouldBe(rig.State);
            client.Replica.Events.Select(roomEvent => roomEvent.Text).Where(IsShared).ShouldBe(everything);
            client.Replica.Events.Select(roomEvent => roomEvent.Text).Where(text => !IsShared(text)).ShouldBe(client.Expected(clients));
        }
    }

    private static bool IsShared(string text) => !text.StartsWith('!');

    private static void Deliver(List<Client> clients, IReadOnlyList<RoomEffect> effects)
    {
        foreach (var effect in effects)
        {
            switch (effect)
            {
                case RoomEffect.Attached attached:
                    clients.Find(client => client.Address == attached.Member)?.Attached(true);
                    break;
                case RoomEffect.Detached detached:
                    clients.Find(client => client.Address == detached.Member)?.Attached(false);
                    break;
                case RoomEffect.Publish publish:
                    clients.ForEach(client => client.Publish(publish.Update));
                    break;
                case RoomEffect.ToMember frame:
                    clients.Find(client => client.Address == frame.Member)?.Receive(frame.Envelope);
                    break;
            }
        }
    }

    /// <summary>A client with the rules of docs/PROTOCOL.md and nothing else.</summary>
    private sealed class Client(string name, uint number)
    {
        private readonly SortedDictionary<ulong, ProbeCommand> _commands = [];
        private bool _attached;
        private bool _connected = true;

        internal string Name => name;

        internal MemberAddress Address { get; private set; } = KernelRig.Address(name);

        internal HarnessReplica<ProbeState, ProbeEvent> Replica { get; } = new();

        internal Dictionary<ulong, CommandResult> Results { get; } = [];

        internal void Begin(KernelRig rig)
        {
            _attached = true;
            rig.Anyone = Address;
            Replica.Apply(rig.Turn(new RoomInput.Snapshot(Address, SnapshotRequest.Types.Cause.WrongBase)).Frames().Single().Update);
        }

        internal RoomInput Next(Random random)
        {
            var dice = random.Next(100);
            if (!_connected)
            {
                return dice < 50 ? Return()! : Command(random);
            }

            if (dice < 12)
            {
                _connected = false;
                return new RoomInput.ConnectionLost(Address);
            }

            return dice < 18 && _commands.Count > 0 ? Send(_commands.Keys.ElementAt(random.Next(_commands.Count))) : Command(random);
        }

        internal RoomInput? Return()
        {
            if (_connected && _attached)
            {
                return null;
            }

            _connected = true;
            Address = Address with { Generation = new Generation(Address.Generation.Value + 1) };
            var position = new Position(Epoch, new RoomVersion(Replica.Version));
            return new RoomInput.Attach(Address, new PlayerId(name), position, new CommandSeq(Seen), 0);
        }

        internal IEnumerable<RoomInput> Unanswered() => _commands.Keys.Where(seq => !Results.ContainsKey(seq)).Select(Send).ToList();

        internal IEnumerable<string> Expected(List<Client> clients) => Replica.Events
            .Select(roomEvent => roomEvent.Text)
            .Where(IsShared)
            .Select(text => text.Split('/'))
            .Where(part => uint.Parse(part[2]) == number)
            .Select(part => $"!{part[0]}/{part[1]}");

        internal void Attached(bool attached) => _attached = attached;

        internal void Publish(RoomUpdate update)
        {
            if (_attached)
            {
                Replica.Apply(update);
            }
        }

        internal void Receive(ServerEnvelope envelope)
        {
            switch (envelope.KindCase)
            {
                case ServerEnvelope.KindOneofCase.Attached:
                    envelope.Attached.EventsLost.ShouldBeFalse();
                    envelope.Attached.Rewound.ShouldBeNull();
                    Replica.Attach();
                    break;
                case ServerEnvelope.KindOneofCase.Update:
                    Replica.Apply(envelope.Update);
                    break;
                case ServerEnvelope.KindOneofCase.Member:
                    Replica.Hold(envelope.Member);
                    foreach (var result in envelope.Member.Results.Where(result => result.Outcome is not (Outcome.Gap or Outcome.Forgotten)))
                    {
                        Results.TryAdd(result.CommandSeq, result);
                        Results[result.CommandSeq].ShouldBe(result);
                    }

                    break;
            }
        }

        /// <summary>Every result up to here has been received.</summary>
        private ulong Seen => Enumerable.Range(1, _commands.Count + 1).Select(seq => (ulong)seq).First(seq => !Results.ContainsKey(seq)) - 1;

        private RoomInput.Command Command(Random random)
        {
            var seq = (ulong)_commands.Count + 1;
            var to = (uint)random.Next(1, Clients + 1);
            _commands[seq] = new ProbeCommand
            {
                Add = 1,
                Broadcast = { $"{name}/{seq}/{to}" },
                Whisper = { new Whisper { To = to, Text = $"!{name}/{seq}" } },
                Fill = (uint)random.Next(1, 20),
            };
            if (random.Next(1000) < 4)
            {
                _commands[seq].Misuse = true;
            }

            return Send(seq);
        }

        private RoomInput.Command Send(ulong seq) => KernelRig.Command(Address, seq, _commands[seq].Clone(), Seen);
    }
}
