using GameServer.Authoring;
using GameServer.Authoring.Kernel;
using GameServer.Protocol.V1;
using GameServer.Tests.Authoring.Probe;
using Google.Protobuf;

namespace GameServer.Tests.Authoring;

/// <summary>A room with its store, its clients and the host's part in between.</summary>
internal sealed class RestoredSide
{
    private readonly RoomSettings _setup;
    private readonly List<HistoryRecord> _log = [];
    private readonly List<byte[]> _snapshots = [];
    private ulong _epoch = KernelRig.Epoch.Value;

    internal RestoredSide(RoomSettings setup, int clients)
    {
        _setup = setup;
        Rig = new KernelRig(new ProbeRoom { Setup = setup });
        Clients = [.. Enumerable.Range(1, clients).Select(number => new RestoredClient($"p{number}"))];
        Store();
    }

    internal KernelRig Rig { get; private set; }

    internal List<RestoredClient> Clients { get; }

    internal bool KeepEpochs { get; set; }

    internal void TakeSnapshot() => _snapshots.Add(Rig.Kernel.Snapshot());

    /// <summary>A turn, and the ones that it asks for.</summary>
    /// <returns>What they said, but for what differs between a replay and one that was read first.</returns>
    internal List<string> Step(TimeSpan time, Func<RestoredSide, IEnumerable<RoomInput>> inputs)
    {
        Rig.Now += time;
        return Run([.. inputs(this)]);
    }

    internal void Step(TimeSpan time, Func<RestoredSide, RoomInput?> input) =>
        Step(time, side => input(side) is { } one ? [one] : Array.Empty<RoomInput>());

    /// <summary>The room goes on in a new activation, from some snapshot and what was recorded after it.</summary>
    internal void Restore(Random random, Action<TurnRecord> spoil)
    {
        var snapshot = _snapshots.Count > 0 && random.Next(4) > 0 ? _snapshots[random.Next(_snapshots.Count)] : [];
        var version = snapshot.Length == 0 ? 0 : RoomSnapshot.Parser.ParseFrom(snapshot).Version;
        var history = new RoomHistory(Spoilt(snapshot, spoil), Joined(version, random, spoil), 1) { LeadsTo = Rig.Kernel.Version };
        Rig = new KernelRig(
            new ProbeRoom { Setup = _setup },
            history,
            _epoch += (ulong)random.Next(1, 3),
            Rig.Now,
            KernelRig.Start);
        Store();
        Carry(Rig.First);
    }

    private static byte[] Spoilt(byte[] bytes, Action<TurnRecord> spoil)
    {
        if (bytes.Length == 0)
        {
            return bytes;
        }

        var snapshot = RoomSnapshot.Parser.ParseFrom(bytes);
        spoil(snapshot.Ledger);
        return snapshot.ToByteArray();
    }

    /// <summary>The records after the version, and sometimes some of those before; what one epoch wrote is joined here and there.</summary>
    private List<HistoryRecord> Joined(ulong after, Random random, Action<TurnRecord> spoil)
    {
        List<HistoryRecord> joined = [];
        foreach (var record in _log)
        {
            var turns = RoomRecord.Parser.ParseFrom(record.Record.Span);
            if (turns.Turns[^1].Version <= after && random.Next(2) == 0)
            {
                continue;
            }

            foreach (var turn in turns.Turns)
            {
                spoil(turn);
            }

            var bytes = turns.ToByteArray();
            if (joined.Count > 0 && joined[^1].Epoch == record.Epoch && random.Next(2) == 0)
            {
                joined[^1] = new HistoryRecord(record.Epoch, joined[^1].Record.ToArray().Concat(bytes).ToArray());
            }
            else
            {
                joined.Add(new HistoryRecord(record.Epoch, bytes));
            }
        }

        return joined;
    }

    private List<string> Run(RoomInput[] inputs)
    {
        var effects = Rig.Turn(inputs);
        Store();
        var said = Carry(effects);
        foreach (var wanted in effects.OfType<RoomEffect.ReplayWanted>().ToList())
        {
            Clients.ForEach(client => client.CountReplay(wanted.Attach.From));
            TurnRecord[] replay =
            [
                .. _log.SelectMany(record => RoomRecord.Parser.ParseFrom(record.Record.Span).Turns)
                    .Where(turn => turn.Version > wanted.After.Value && turn.Version <= wanted.UpTo.Value),
            ];
            said.AddRange(Run([wanted.Attach with { Replay = replay }]));
        }

        return said;
    }

    private void Store()
    {
        _log.AddRange(Rig.Log);
        Rig.Log.Clear();
    }

    private List<string> Carry(EffectList effects)
    {
        List<string> said = [];
        foreach (var effect in effects)
        {
            switch (effect)
            {
                case RoomEffect.Attached attached:
                    Clients.ForEach(client => client.Attach(attached));
                    break;
                case RoomEffect.Detached detached:
                    Clients.ForEach(client => client.Detach(detached.Member, detached.Gone));
                    break;
                case RoomEffect.Publish publish:
                    Clients.ForEach(client => client.Publish(publish.Update));
                    said.Add($"{Anonymous(publish.Frame.Envelope)}");
                    break;
                case RoomEffect.ToMember frame:
                    var envelope = Spoilt(frame.Envelope);
                    Clients.ForEach(client => client.Receive(frame.Member, envelope));
                    said.Add($"{frame.Member}: {Anonymous(frame.Envelope)}");
                    break;
                case RoomEffect.Faulted fault:
                    said.Add($"{fault.Handler} {fault.Cause.Message} {fault.Sender}");
                    break;
                default:
                    said.Add($"{effect}");
                    break;
            }
        }

        return said;
    }

    /// <summary>What a room would send that keeps updates as they were recorded.</summary>
    private ServerEnvelope Spoilt(ServerEnvelope envelope)
    {
        if (!KeepEpochs || envelope.Update is not { Snapshot: false } update)
        {
            return envelope;
        }

        var logged = _log.First(
            record => RoomRecord.Parser.ParseFrom(record.Record.Span).Turns.Any(turn => turn.Version == update.Version));
        var copy = envelope.Clone();
        copy.Update.Epoch = logged.Epoch.Value;
        return copy;
    }

    private static ServerEnvelope Anonymous(ServerEnvelope envelope)
    {
        var copy = envelope.Clone();
        switch (copy.KindCase)
        {
            case ServerEnvelope.KindOneofCase.Update:
                copy.Update.Epoch = 0;
                break;
            case ServerEnvelope.KindOneofCase.Member:
                copy.Member.Epoch = 0;
                break;
            case ServerEnvelope.KindOneofCase.Attached:
                copy.Attached.Epoch = 0;
                break;
        }

        return copy;
    }
}
