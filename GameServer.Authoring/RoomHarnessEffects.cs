using GameServer.Authoring.Kernel;
using GameServer.Protocol.Identity;
using Google.Protobuf;

namespace GameServer.Authoring;

/// <summary>Does in memory what a host would do with a room's effects.</summary>
internal sealed class RoomHarnessEffects<TState, TCommand, TEvent>(Action<long, object?, Exception?> end)
    where TState : class, IMessage<TState>, new()
    where TCommand : class, IMessage<TCommand>, new()
    where TEvent : class, IMessage<TEvent>, new()
{
    private readonly List<HarnessPlayer<TState, TCommand, TEvent>> _players = [];
    private readonly List<MemberAddress> _attached = [];

    internal List<HarnessFault> Faults { get; } = [];

    internal List<HarnessWork> Work { get; } = [];

    internal List<(RoomId Room, IMessage Command)> Told { get; } = [];

    internal Dictionary<string, string> RefusedSeats { get; } = [];

    internal string? ClosedBecause { get; private set; }

    internal HarnessPlayer<TState, TCommand, TEvent> Add(HarnessPlayer<TState, TCommand, TEvent> player)
    {
        player.NumberSession(_players.Count(other => other.Id == player.Id) + 1);
        _players.Add(player);
        return player;
    }

    internal void Apply(IReadOnlyList<RoomEffect> effects)
    {
        foreach (var effect in effects)
        {
            Apply(effect);
        }
    }

    private void Apply(RoomEffect effect)
    {
        switch (effect)
        {
            case RoomEffect.Attached attached:
                _attached.Remove(attached.Member);
                _attached.Add(attached.Member);
                break;
            case RoomEffect.Detached detached:
                _attached.Remove(detached.Member);
                break;
            case RoomEffect.Publish publish:
                _attached.ForEach(address => At(address)?.Receive(publish.Update));
                break;
            case RoomEffect.ToMember frame:
                At(frame.Member)?.Receive(frame.Envelope);
                break;
            case RoomEffect.JoinRefused refused:
                At(refused.From)?.Refuse(refused.Error);
                break;
            case RoomEffect.StartWork work:
                Expect(work.WorkId, "Await", work.Work);
                break;
            case RoomEffect.CreateRoom create:
                Expect(create.WorkId, $"Create {create.Type}", null);
                break;
            case RoomEffect.ReserveSeat reserve:
                Expect(reserve.WorkId, $"Reserve {reserve.Room}", null);
                break;
            case RoomEffect.TellRoom tell:
                Told.Add((tell.Room, tell.Command));
                break;
            case RoomEffect.SeatAnswered { Refusal: { } refusal } answer:
                RefusedSeats.Add(answer.Seat, refusal);
                break;
            case RoomEffect.Faulted fault:
                Faults.Add(new HarnessFault(fault.Handler, fault.Cause, fault.Sender?.Value));
                break;
            case RoomEffect.Closed closed:
                ClosedBecause = closed.Reason;
                break;
            case RoomEffect.Overtaken or RoomEffect.ReplayWanted:
                break;
            case RoomEffect.SeatAnswered or RoomEffect.RosterChanged or RoomEffect.Listed or RoomEffect.OrderDone:
                break;
        }
    }

    private HarnessPlayer<TState, TCommand, TEvent>? At(MemberAddress address) =>
        _players.Find(player => player.Address == address);

    private void Expect(long id, string description, Func<CancellationToken, Task<object?>>? work) =>
        Work.Add(new HarnessWork(id, description, work, End));

    private void End(HarnessWork work, object? value, Exception? error)
    {
        if (!Work.Remove(work))
        {
            throw new InvalidOperationException($"'{work.Description}' has ended before.");
        }

        end(work.Id, value, error);
    }
}
