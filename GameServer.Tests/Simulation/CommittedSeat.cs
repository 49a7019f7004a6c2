using GameServer.Bench.Journals;
using GameServer.Client;
using GameServer.Client.Core;
using GameServer.Protocol.V1;
using GameServer.Tests.EndToEnd.Crash.Ledger;

namespace GameServer.Tests.Simulation;

/// <summary>A place in a committed room: nothing may ever be missing, undone or told twice. It keeps a journal.</summary>
internal sealed class CommittedSeat(string key, uint writer, SimVerdict verdict) : SimSeat(SimLedger.Committed, key, writer)
{
    internal Journal Journal { get; } = new(key, writer);

    /// <summary>Events that it was told of.</summary>
    internal int SeenCount { get; private set; }

    /// <summary>Writes down the state as it is now.</summary>
    internal void End()
    {
        if (Room?.State is LedgerState state)
        {
            Journal.Write(new JournalEntry.Ended(
                new LedgerStanding(state.Count, state.Hash, new Dictionary<uint, ulong>(state.Last))));
        }
    }

    internal override void Refused(Error error) => Fault($"a join was refused: {error}");

    public override void OnEventsLost() => Fault("events were lost");

    public override void OnRewound(RewoundInfo rewound) => Fault($"the room came back older: {rewound}");

    public override void OnLeft(RoomLeft left) => Fault($"the room was left: {left}");

    protected override void Sent(ulong number) => Journal.Write(new JournalEntry.Sent(number));

    protected override void Seen(LedgerEvent told)
    {
        SeenCount++;
        Journal.Write(new JournalEntry.Seen(new LedgerLine(told.Writer, told.Number), told.Count));
    }

    protected override void Answered(ulong number, Verdict answer, LedgerEvent? reply)
    {
        if (answer.Outcome != CommandOutcome.Applied)
        {
            Fault($"command {number} was answered {answer.Outcome}: {answer.Reason}");
            return;
        }

        Journal.Write(new JournalEntry.Acknowledged(number, reply?.Count));
        if (reply is not null && (reply.Writer != Writer || reply.Number != number))
        {
            Fault($"command {number} was answered with {reply}");
        }
    }

    private void Fault(string what) => verdict.Fault($"{Place}, writer {Writer}: {what}");
}
