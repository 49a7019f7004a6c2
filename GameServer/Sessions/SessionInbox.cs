using System.Diagnostics;
using System.Text;
using GameServer.Actors;
using GameServer.Protocol.Codecs;
using GameServer.Protocol.V1;
using GameServer.Telemetry;

namespace GameServer.Sessions;

/// <summary>A reader's way into a session actor's mailbox.</summary>
/// <param name="session">The session.</param>
/// <param name="commands">Where commands are taken from.</param>
/// <param name="traces">Says which commands are traced; null: none is.</param>
internal sealed class SessionInbox(ActorRef session, ClientCommandPool commands, TraceHead? traces) : ISessionInbox
{
    /// <inheritdoc />
    public bool TryReceive(IClientConnection from, ClientEnvelope envelope)
    {
        var span = traces is not null && envelope.Command is { } command ? Begin(traces, command) : null;
        return IsTaken(session.Tell(new SessionMessage.FromClient(from, envelope) { Trace = span }), from, span);
    }

    /// <inheritdoc />
    public bool TryReceive(IClientConnection from, CommandFields command)
    {
        var message = commands.Take(from, command);
        var span = message.Trace = traces?.Begin(command.TraceParent);
        var answer = session.Tell(message);
        if (answer != TellAnswer.Taken)
        {
            commands.GiveBack(message);
        }

        return IsTaken(answer, from, span);
    }

    /// <inheritdoc />
    public void ConnectionLost(IClientConnection connection) => session.TellAlways(new SessionMessage.ConnectionLost(connection));

    private static Activity? Begin(TraceHead traces, Command command)
    {
        Span<byte> traceParent = stackalloc byte[TraceHead.TraceParentBytesMax];
        return traces.Begin(Encoding.UTF8.TryGetBytes(command.Traceparent, traceParent, out var count) ? traceParent[..count] : []);
    }

    private static bool IsTaken(TellAnswer answer, IClientConnection from, Activity? span)
    {
        if (answer != TellAnswer.Taken)
        {
            Tracing.End(span, answer.ToString());
        }

        return answer switch
        {
            TellAnswer.Taken => true,
            TellAnswer.Full => false,
            TellAnswer.Stopped => EndOf(from),
        };
    }

    private static bool EndOf(IClientConnection connection)
    {
        connection.Close(CloseCode.SessionError, "The session has ended.");
        return true;
    }
}
