using GameServer.Authoring.Kernel;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;

namespace GameServer.Tests.Simulation.Mutations;

/// <summary>A room that does not mind the numbers of commands: what it takes again, or out of order, gets the number that is due.</summary>
/// <param name="kernel">The room.</param>
/// <param name="takes">Whether a command is taken: its number, and the last one applied.</param>
internal sealed class CommandNumbers(IRoomKernel kernel, Func<ulong, ulong, bool> takes) : KernelInFront(kernel)
{
    private readonly Dictionary<SessionId, ulong> _last = [];

    /// <summary>Commands that come again are applied again.</summary>
    internal static CommandNumbers Unchecked(IRoomKernel kernel) => new(kernel, (number, last) => number <= last);

    /// <summary>Commands that overtook others are applied before them.</summary>
    internal static CommandNumbers OutOfOrder(IRoomKernel kernel) => new(kernel, (number, last) => number > last);

    public override EffectList RunTurn(DateTimeOffset now, IReadOnlyList<RoomInput> inputs)
    {
        var effects = base.RunTurn(now, [.. inputs.Select(Forged)]);
        foreach (var effect in effects.OfType<RoomEffect.ToMember>())
        {
            Note(effect.Member.Session, effect.Frame.Envelope);
        }

        return effects;
    }

    private RoomInput Forged(RoomInput input)
    {
        if (input is not RoomInput.Command command || !_last.TryGetValue(command.From.Session, out var last))
        {
            return input;
        }

        var isDue = command.Seq.Value == last + 1;
        if (isDue || !takes(command.Seq.Value, last))
        {
            _last[command.From.Session] = isDue ? last + 1 : last;
            return input;
        }

        _last[command.From.Session] = last + 1;
        return new RoomInput.Command(command.From, new CommandSeq(last + 1), command.RepliesSeen, command.Payload);
    }

    private void Note(SessionId session, ServerEnvelope envelope)
    {
        if (envelope.KindCase == ServerEnvelope.KindOneofCase.Attached)
        {
            _last[session] = envelope.Attached.LastApplied;
        }
    }
}
