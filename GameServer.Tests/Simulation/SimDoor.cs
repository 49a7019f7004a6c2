using GameServer.Actors;
using GameServer.Identity;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Sessions;

namespace GameServer.Tests.Simulation;

/// <summary>
/// From a connection's first frame to its session, as SessionDoor does it. Nobody waits: the node asks after each of its turns whether an
/// answer is there.
/// </summary>
/// <param name="directory">Of the node's sessions.</param>
/// <param name="tokens">Reads tokens.</param>
/// <param name="ids">Names sessions.</param>
/// <param name="presented">The generation in a token; a broken variant of a server reads another.</param>
internal sealed class SimDoor(ActorRef directory, ResumeTokens tokens, IIdSource ids, Func<ResumeTicket, Generation> presented)
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(5);
    private static readonly DoorAnswer Expired = new DoorAnswer.Refused(CloseCode.SessionExpired, "The resume token is not good any more.");
    private static readonly DoorAnswer Busy = new DoorAnswer.Refused(CloseCode.Overloaded, "The server is too busy to open a session.");

    private readonly List<(Task<DoorAnswer> Answer, Action<DoorAnswer> Then)> _waiting = [];

    internal void Enter(SimSocket socket, ClientEnvelope first, Action<DoorAnswer> then)
    {
        if (first.KindCase == ClientEnvelope.KindOneofCase.Hello)
        {
            var name = first.Hello.Name;
            var player = new PlayerIdentity(new PlayerId(name), name, new HashSet<string>(), IsGuest: true);
            Ask(answer => new SessionDirectory.Connect(new SessionId(ids.NewId()), player, socket, null, default, answer), then);
        }
        else if (Read(first.Resume.ResumeToken) is { } ticket)
        {
            var resume = first.Resume;
            Ask(answer => new SessionDirectory.Connect(ticket.Session, ticket.Player, socket, resume, presented(ticket), answer), then);
        }
        else
        {
            then(Expired);
        }
    }

    /// <summary>Hands on the answers that are there.</summary>
    internal void Look()
    {
        for (var index = 0; index < _waiting.Count; index++)
        {
            var (answer, then) = _waiting[index];
            if (answer.IsCompleted)
            {
                _waiting.RemoveAt(index--);
                then(answer.IsCompletedSuccessfully ? answer.GetAwaiter().GetResult() : Busy);
            }
        }
    }

    private void Ask(Func<ReplyTo<DoorAnswer>, object> question, Action<DoorAnswer> then) =>
        _waiting.Add((directory.Ask(question, AnswerTimeout), then));

    private ResumeTicket? Read(string token)
    {
        var reading = tokens.ReadAsync(token);
        reading.IsCompleted.ShouldBeTrue("a token is read without waiting");
        return reading.GetAwaiter().GetResult();
    }
}
