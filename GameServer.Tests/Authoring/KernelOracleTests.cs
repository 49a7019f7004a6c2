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
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(3, 0)]
    [InlineData(4, 20)]
    [InlineData(5, 20)]
    public void Clients_that_break_off_and_resume_miss_nothing_and_double_nothing_also_of_a_room_that_is_now_and_then_overloaded(
        int seed, int tickRate)
    {
        var random = new Random(seed);
        var setup = new RoomSettings
        {
            ReplayUpdatesMax = 100_000,
            ReplayBytesMax = 64 * 1024 * 1024,
            HashEvery = 5,
            Grace = Timeout.InfiniteTimeSpan,
            TickRate = tickRate,
        };
        var rig = new KernelRig(new ProbeRoom { Setup = setup });
        var clients = Enumerable.Range(1, Clients).Select(number => new Client($"p{number}", (uint)number)).ToList();
        foreach (var client in clients)
        {
            var effects = rig.Turn(Join(client.Name));
            if (random.Next(2) == 0)
            {
                client.BreakOff();
            }

            Deliver(clients, effects);
        }

        for (var turn = 0; turn < TestScale.Of(400); turn++)
        {
            var count = tickRate == 0 ? random.Next(1, 8) : Math.Max(0, random.Next(-8, 8));
            var inputs = Enumerable.Range(0, count).Select(_ => clients[random.Next(Clients)].Next(random)).ToList();
            if (tickRate > 0 && random.Next(20) == 0)
            {
                inputs.Add(new RoomInput.Overload((RoomLoad)random.Next(3)));
            }

            Deliver(clients, rig.After(random.Next(50).Milliseconds(), [.. inputs]));
        }

        Deliver(clients, rig.Turn(new RoomInput.Overload(RoomLoad.Calm)));

        // Everybody comes back, and sends what was never answered.
        while (clients.Any(client => client.Unanswered().Any() || client.IsOut))
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
                    clients.ForEach(client => client.Attached(attached.Member));
                    break;
                case RoomEffect.Detached detached:
                    clients.ForEach(client => client.Detached(detached.Member));
                    break;
                case RoomEffect.Publish publish:
                    clients.ForEach(client => client.Publish(publish.Update));
                    break;
                case RoomEffect.ToMember frame:
                    clients.Find(client => client.Hears(frame.Member))?.Receive(frame.Envelope);
                    break;
            }
        }
    }

    /// <summary>A client with the rules of docs/PROTOCOL.md and nothing else.</summary>
    private sealed class Client(string name, uint number)
    {
        private readonly SortedDictionary<ulong, ProbeCommand> _commands = [];
        private MemberAddress? _attached;
        private bool _connected = true;
        private ulong _seen;
        private int _failures;

        internal string Name => name;

        internal MemberAddress Address { get; private set; } = KernelRig.Address(name);

        internal HarnessReplica<ProbeState, ProbeEvent> Replica { get; } = new();

        internal Dictionary<ulong, CommandResult> Results { get; } = [];

        internal bool IsOut => !_connected || _attached != Address;

        internal void BreakOff() => _connected = false;

        internal RoomInput Next(Random random)
        {
            var dice = random.Next(100);
            if (Replica.Version == 0)
            {
                // Nothing but the wish to come back is said before the room's state is there.
                return Return()!;
            }

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
            if (!IsOut)
            {
                return null;
            }

            _connected = true;
            Address = Address with { Generation = new Generation(Address.Generation.Value + 1) };
            var position = new Position(KernelRig.Epoch, new RoomVersion(Replica.Version));
            return new RoomInput.Attach(Address, new PlayerId(name), position, new CommandSeq(Seen()), 0);
        }

        internal IEnumerable<RoomInput> Unanswered() => _commands.Keys.Where(seq => !Results.ContainsKey(seq)).Select(Send).ToList();

        internal IEnumerable<string> Expected(List<Client> clients) => Replica.Events
            .Select(roomEvent => roomEvent.Text)
            .Where(IsShared)
            .Select(text => text.Split('/'))
            .Where(part => uint.Parse(part[2]) == number)
            .Select(part => $"!{part[0]}/{part[1]}");

        /// <summary>What goes to a connection that is gone is lost.</summary>
        internal bool Hears(MemberAddress address) => _connected && address == Address;

        internal void Attached(MemberAddress address) => _attached = address == Address ? address : _attached;

        internal void Detached(MemberAddress address) => _attached = address == _attached ? null : _attached;

        internal void Publish(RoomUpdate update)
        {
            if (_attached is { } address && Hears(address))
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
                    var results = envelope.Member.Results.Where(result => result.Outcome is not (Outcome.Gap or Outcome.Forgotten));
                    foreach (var result in results)
                    {
                        Results.TryAdd(result.CommandSeq, result);
                        Results[result.CommandSeq].ShouldBe(result);
                    }

                    break;
            }
        }

        /// <summary>Every result up to here has been received.</summary>
        private ulong Seen()
        {
            while (Results.ContainsKey(_seen + 1))
            {
                _seen++;
            }

            return _seen;
        }

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
            // The third failure would cost the place.
            _commands[seq].Misuse = random.Next(100) == 0 && _failures++ < CommandDesk.FaultsMax - 1;

            return Send(seq);
        }

        private RoomInput.Command Send(ulong seq) => KernelRig.Command(Address, seq, _commands[seq].Clone(), Seen());
    }
}
