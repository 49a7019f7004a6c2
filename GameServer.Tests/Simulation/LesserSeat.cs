using GameServer.Client;
using GameServer.Client.Core;
using GameServer.Protocol.V1;
using GameServer.Tests.EndToEnd.Crash.Ledger;

namespace GameServer.Tests.Simulation;

/// <summary>
/// A place in a room that is saved now and then, or never. The room may come back older, perhaps from before the player was in it, or be
/// lost, and then the player is told so; as long as nothing was said of it, nothing is missing and nothing comes twice.
/// </summary>
internal sealed class LesserSeat(string type, string key, uint writer, SimVerdict verdict) : SimSeat(type, key, writer)
{
    private readonly HashSet<ulong> _answered = [];
    private ulong _lastCount;
    private bool _mayJump = true;

    private bool MayComeBackOlder { get; } = type == SimLedger.Periodic;

    // The room was lost while it was being entered.
    internal override void Refused(Error error) => JoinsAgain();

    public override void OnEventsLost() => _mayJump = true;

    public override void OnRewound(RewoundInfo rewound)
    {
        _mayJump = true;
        if (!MayComeBackOlder)
        {
            Fault($"the room came back older: {rewound}");
        }
    }

    public override void OnLeft(RoomLeft left)
    {
        if (left.Reason != RoomLeft.Types.Reason.RoomLost)
        {
            Fault($"the room was left: {left}");
        }

        _mayJump = true;
        Leave();
        JoinsAgain();
    }

    protected override void Sent(ulong number)
    {
    }

    protected override void Seen(LedgerEvent told)
    {
        if (!_mayJump && told.Count != _lastCount + 1)
        {
            Fault($"{told} was told after {_lastCount}");
        }

        (_lastCount, _mayJump) = (told.Count, false);
    }

    protected override void Answered(ulong number, Verdict answer, LedgerEvent? reply)
    {
        if (!_answered.Add(number))
        {
            Fault($"command {number} was answered twice");
        }

        if (reply is not null && (reply.Writer != Writer || reply.Number != number))
        {
            Fault($"command {number} was answered with {reply}");
        }

        if (answer.Outcome is not (CommandOutcome.Applied or CommandOutcome.Unknown or CommandOutcome.NotSent))
        {
            Fault($"command {number} was answered {answer.Outcome}: {answer.Reason}");
        }
    }

    private void Fault(string what) => verdict.Fault($"{Place}, writer {Writer}: {what}");
}
