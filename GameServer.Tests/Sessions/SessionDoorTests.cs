using System.Text;
using GameServer.Actors;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Sessions;
using GameServer.Tests.Actors.TestKit;
using GameServer.Tests.Client;
using GameServer.Tests.Routing;
using Microsoft.IdentityModel.Tokens;

namespace GameServer.Tests.Sessions;

/// <summary>When the door opens no session, on virtual time.</summary>
public sealed class SessionDoorTests : IDisposable
{
    private static readonly PlayerIdentity Alice = new(new PlayerId("alice"), "Alice", new HashSet<string>(), IsGuest: false);

    private readonly ActorWorld _world = new();
    private readonly ResumeTokens _tokens;

    public SessionDoorTests()
    {
        var key = new SymmetricSecurityKey(Encoding.UTF8.GetBytes("0123456789abcdef0123456789abcdef"));
        _tokens = new ResumeTokens([key], TimeSpan.FromHours(1), _world.Time);
    }

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task A_node_with_as_many_sessions_as_it_may_opens_another_one_only_after_one_has_ended()
    {
        var parts = new SessionParts(
            new NodeId("n1"), new SessionOptions { SessionsMax = 2 }, 65_536, new RecordingRooms(), _tokens, new SessionTable());
        var door = DoorTo(_world.System.Spawn("sessions", () => new SessionDirectory(parts)));
        var first = new RecordingConnection();
        var inbox = (await OpenAsync(door, first)).ShouldBeOfType<DoorAnswer.Opened>().Session;
        (await OpenAsync(door, new RecordingConnection())).ShouldBeOfType<DoorAnswer.Opened>();

        var refused = (await OpenAsync(door, new RecordingConnection())).ShouldBeOfType<DoorAnswer.Refused>();

        refused.ShouldBe(new DoorAnswer.Refused(CloseCode.Overloaded, "This node has as many sessions as it may."));
        ((int)refused.Code).ShouldBe(4100);
        inbox.ConnectionLost(first);
        _world.RunUntilIdle();
        (await OpenAsync(door, new RecordingConnection())).ShouldBeOfType<DoorAnswer.Opened>();
    }

    [Fact]
    public async Task Sessions_that_do_not_answer_in_time_are_overloaded()
    {
        var door = DoorTo(_world.Probe("sessions").Ref);
        var opening = door.OpenAsync(new RecordingConnection(), Alice, default).AsTask();

        _world.Advance(TimeSpan.FromSeconds(5));

        (await Eventually.Of(opening, "the door's answer")).ShouldBe(
            new DoorAnswer.Refused(CloseCode.Overloaded, "The server is too busy to open a session."));
    }

    private SessionDoor DoorTo(ActorRef sessions) => new(sessions, _tokens, new CountingIds());

    private async Task<DoorAnswer> OpenAsync(SessionDoor door, RecordingConnection connection)
    {
        var opening = door.OpenAsync(connection, Alice, default).AsTask();
        _world.RunUntilIdle();
        return await Eventually.Of(opening, "the door's answer");
    }
}
