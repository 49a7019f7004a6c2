using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Sessions;

namespace GameServer.Tests.Sessions;

/// <summary>Connections that are handed to a session which is about to end.</summary>
public sealed class SessionDirectoryTests : IDisposable
{
    private static readonly SessionId Id = new("s2");
    private static readonly PlayerIdentity Bob = new(new PlayerId("bob"), "Bob", new HashSet<string>(), IsGuest: false);

    private readonly SessionWorld _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void One_that_meets_the_end_of_an_idle_session_begins_it_anew()
    {
        Task<DoorAnswer>? second = null;
        var first = new RecordingConnection();
        first.Outbox.End();

        // While the session finds that its only connection is gone, and ends, the directory hands it another.
        Ask(new WatchedConnection(first, () =>
        {
            second ??= Ask(new RecordingConnection());
            _session.World.RunUntilIdle();
        }));
        _session.World.RunUntilIdle();

        Answer(second!).ShouldBeOfType<DoorAnswer.Opened>();
    }

    [Fact]
    public void One_that_comes_when_an_operator_has_ended_the_session_begins_it_anew()
    {
        var first = Ask(new RecordingConnection());
        _session.World.RunUntilIdle();
        Answer(first).ShouldBeOfType<DoorAnswer.Opened>();

        _session.Directory.Tell(new SessionDirectory.End(Id));
        var second = Ask(new RecordingConnection());
        _session.World.RunUntilIdle();

        Answer(second).ShouldBeOfType<DoorAnswer.Opened>();
        _session.Table.Find(Id).ShouldNotBeNull();
    }

    [Fact]
    public void One_that_its_session_cannot_bear_is_handed_on_no_more_than_twice()
    {
        var looks = 0;
        var asked = Ask(new WatchedConnection(new RecordingConnection(), () =>
        {
            looks++;
            throw new InvalidOperationException("It is broken.");
        }));
        _session.World.RunUntilIdle();

        looks.ShouldBe(2);
        asked.IsCompleted.ShouldBeFalse();
    }

    private static DoorAnswer Answer(Task<DoorAnswer> asked)
    {
        asked.IsCompletedSuccessfully.ShouldBeTrue();
        return asked.GetAwaiter().GetResult();
    }

    private Task<DoorAnswer> Ask(IClientConnection connection) => _session.Directory.Ask<DoorAnswer>(
        answer => new SessionDirectory.Connect(Id, Bob, connection, null, default, answer), TimeSpan.FromSeconds(5));

    /// <summary>A connection that tells when its session looks at it.</summary>
    private sealed class WatchedConnection(IClientConnection inner, Action onLook) : IClientConnection
    {
        public Outbox Outbox
        {
            get
            {
                onLook();
                return inner.Outbox;
            }
        }

        public string RemoteAddress => inner.RemoteAddress;

        public void Close(CloseCode code, string reason) => inner.Close(code, reason);
    }
}
