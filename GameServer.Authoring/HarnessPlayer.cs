using GameServer.Authoring.Kernel;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using Google.Protobuf;

namespace GameServer.Authoring;

/// <summary>One player of a harness with its client: it sees what a real client would, applying patch after patch.</summary>
public sealed class HarnessPlayer<TState, TCommand, TEvent>
    where TState : class, IMessage<TState>, new()
    where TCommand : class, IMessage<TCommand>, new()
    where TEvent : class, IMessage<TEvent>, new()
{
    private readonly RoomHarness<TState, TCommand, TEvent> _room;
    private readonly HarnessReplica<TState, TEvent> _replica = new();
    private readonly Epoch _epoch;
    private ulong _sent;

    internal HarnessPlayer(RoomHarness<TState, TCommand, TEvent> room, Player player, Epoch epoch)
    {
        _room = room;
        _epoch = epoch;
        Id = player.Id;
        Name = player.Name;
    }

    /// <summary>The identity.</summary>
    public PlayerId Id { get; }

    /// <summary>The display name.</summary>
    public string Name { get; }

    /// <summary>The number in the room, from 1; 0 until the player is a member.</summary>
    public PlayerNumber Number { get; private set; }

    /// <summary>Where the player stands.</summary>
    public HarnessStatus Status { get; private set; } = HarnessStatus.Waiting;

    /// <summary>The room's state as this player's client knows it.</summary>
    public TState State => _replica.State;

    /// <summary>Every event the player's client has got, in order.</summary>
    public IReadOnlyList<TEvent> Events => _replica.Events;

    /// <summary>Why the join was refused; null: it was not.</summary>
    public ErrorCode? Refusal { get; private set; }

    /// <summary>The sentence that came with the refusal or with the end of the membership.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>Why the player is a member no more; null: it still is, or never was.</summary>
    public RoomLeft.Types.Reason? LeftBecause { get; private set; }

    internal MemberAddress Address { get; private set; }

    /// <summary>Sends a command and runs the turn that handles it.</summary>
    /// <exception cref="InvalidOperationException">The player is not here.</exception>
    public HarnessResult<TEvent> Send(TCommand command)
    {
        ArgumentNullException.ThrowIfNull(command);
        Demand(HarnessStatus.Here, nameof(Send));
        var number = ++_sent;
        _room.Run(new RoomInput.Command(Address, new CommandSeq(number), new CommandSeq(number - 1), command.Clone()));
        var result = _replica.Results.Single(result => result.CommandSeq == number);
        return new HarnessResult<TEvent>(result.Outcome, HarnessReplica<TState, TEvent>.Parse(result), result.Reason);
    }

    /// <summary>The connection drops: the player is away from now on, and its client gets nothing.</summary>
    public void Disconnect()
    {
        Demand(HarnessStatus.Here, nameof(Disconnect));
        Status = HarnessStatus.Away;
        _room.Run(new RoomInput.ConnectionLost(Address));
    }

    /// <summary>The client comes back with its position and gets what it missed.</summary>
    public void Reconnect()
    {
        Demand(HarnessStatus.Away, nameof(Reconnect));
        Address = Address with { Generation = new Generation(Address.Generation.Value + 1) };
        var position = new Position(_epoch, new RoomVersion(_replica.Version));
        _room.Run(new RoomInput.Attach(Address, Id, position, new CommandSeq(_sent), 0));
    }

    /// <summary>The player leaves.</summary>
    public void Leave()
    {
        Demand(HarnessStatus.Here, nameof(Leave));
        _room.Run(new RoomInput.Leave(Address, 0));
    }

    /// <summary>A player of the same identity may have others: each is a session of its own.</summary>
    internal void NumberSession(int number) =>
        Address = new MemberAddress(new NodeId("harness"), new SessionId($"{Id}-{number}"), new Generation(1));

    internal void Refuse(Error error)
    {
        Status = HarnessStatus.Refused;
        Refusal = error.Code;
        Reason = error.Message;
    }

    internal void Receive(ServerEnvelope envelope)
    {
        switch (envelope.KindCase)
        {
            case ServerEnvelope.KindOneofCase.Attached:
                Status = HarnessStatus.Here;
                Number = new PlayerNumber(envelope.Attached.PlayerNumber);
                _sent = Math.Max(_sent, envelope.Attached.LastApplied);
                _replica.Attach();
                break;
            case ServerEnvelope.KindOneofCase.Left:
                Status = HarnessStatus.Left;
                LeftBecause = envelope.Left.Reason;
                Reason = envelope.Left.Detail;
                break;
            case ServerEnvelope.KindOneofCase.Member:
                _replica.Hold(envelope.Member);
                break;
            case ServerEnvelope.KindOneofCase.Update:
                Receive(envelope.Update);
                break;
            case ServerEnvelope.KindOneofCase.Error:
                throw new InvalidOperationException($"The room answered {Name} with {envelope.Error.Code}: {envelope.Error.Message}");
            default:
                throw new InvalidOperationException($"A room does not send {envelope.KindCase}.");
        }
    }

    internal void Receive(RoomUpdate update) => _replica.Apply(update);

    private void Demand(HarnessStatus status, string method)
    {
        if (Status != status)
        {
            throw new InvalidOperationException($"{method} needs a player who is {status}; {Name} is {Status}. {Reason}".TrimEnd());
        }
    }
}
