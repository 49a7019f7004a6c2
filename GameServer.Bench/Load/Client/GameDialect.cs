namespace GameServer.Bench.Load.Client;

/// <summary>What every client of the server speaks, in the binary subprotocol: Hello, and then Join if it is for a room.</summary>
/// <param name="events">Who wants to know.</param>
/// <param name="roomType">The type of the rooms to join; null: none, a client is ready once it is welcome.</param>
internal class GameDialect(ClientEvents events, string? roomType) : Dialect(events)
{
    private const ulong Applied = 1;

    internal override string Subprotocol => "gameserver.v1.proto";

    /// <summary>Why requests and commands were refused; the first ones.</summary>
    internal List<string> Refusals { get; } = [];

    internal override string Path(LoadClient client) => "/ws";

    internal override void Opened(LoadClient client) => GameFrames.Hello(client.Outgoing, client.Number);

    internal override void Receive(LoadClient client, ReadOnlySpan<byte> message) => ServerBatchWalk.Read(message, client, this);

    internal override void Say(LoadClient client, long meantFor) =>
        throw new InvalidOperationException("These clients have nothing to say.");

    internal override void Beat(LoadClient client) => GameFrames.Heartbeat(client);

    internal virtual void Welcome(LoadClient client)
    {
        if (roomType is null)
        {
            Ready(client);
        }
        else
        {
            GameFrames.Join(client.Outgoing, roomType, Key(client));
        }
    }

    internal virtual void Attached(LoadClient client, ulong room) => client.RoomNumber = room;

    internal virtual void Event(LoadClient client, ReadOnlySpan<byte> payload)
    {
    }

    internal virtual void Update(LoadClient client, in UpdateHead update, ReadOnlySpan<byte> patch)
    {
        client.Chain.Take(update);
        if (client.Phase == ClientPhase.Entering && update.IsSnapshot)
        {
            Ready(client);
        }

        Events.Updated(client, update, patch);
    }

    internal virtual void Result(LoadClient client, ulong sequence, ulong outcome)
    {
        if (sequence != client.Answered + 1 || outcome != Applied)
        {
            Refused(client, $"command {sequence} had outcome {outcome} and came after command {client.Answered}");
        }

        client.Answered = Math.Max(client.Answered, sequence);
    }

    internal virtual void Refused(LoadClient client, string why)
    {
        if (Refusals.Count < 10)
        {
            Refusals.Add(why);
        }

        client.WrongAnswers++;
    }

    protected virtual string Key(LoadClient client) => $"bench-{client.Room}";
}
