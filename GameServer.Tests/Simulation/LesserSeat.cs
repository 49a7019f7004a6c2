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
    private readonly Dictionary<uint, ulong> _lastNumbers = [];
    private ulong _lastCount;
    private bool _mayJump = true;

    private bool MayComeBackOlder { get; } = type == SimLedger.Periodic;

    // The room was lost while it was being entered.
    internal override void Refused(Error error) => JoinsAgain();

    public override void OnEventsLost() => _mayJump = true;

    public override void OnRewound(RewoundInfo rewound)
    {
        JumpedBack();
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

        JumpedBack();
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

        // Each writer numbers its commands as it sends them.
        if (told.Number <= _lastNumbers.GetValueOrDefault(told.Writer))
        {
            Fault($"{told} was told after the writer's {_lastNumbers[told.Writer]}");
        }

        (_lastCount, _lastNumbers[told.Writer], _mayJump) = (told.Count, told.Number, false);
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

    /// <summary>What was told of before may come again.</summary>
    private void JumpedBack()
    {
        _mayJump = true;
        _lastNumbers.Clear();
    }

    private void Fault(string what) => verdict.Fault($"{Place}, writer {Writer}: {what}");
}
