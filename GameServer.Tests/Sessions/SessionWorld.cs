using System.Text;
using GameServer.Actors;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Sessions;
using GameServer.Tests.Actors.TestKit;
using Microsoft.IdentityModel.Tokens;

namespace GameServer.Tests.Sessions;

/// <summary>One session actor on manual time, with connections without sockets and rooms that write down what they are asked.</summary>
internal sealed class SessionWorld : IDisposable
{
    internal static readonly SessionId Id = new("s1");

    private static readonly PlayerIdentity Alice = new(new PlayerId("alice"), "Alice", new HashSet<string>(), IsGuest: false);

    internal SessionWorld(bool isClustered = false)
    {
        var key = new SymmetricSecurityKey(Encoding.UTF8.GetBytes("0123456789abcdef0123456789abcdef"));
        var tokens = new ResumeTokens([key], TimeSpan.FromHours(1), World.Time);
        var parts = new SessionParts(new NodeId("n1"), new SessionOptions { RoomsPerSessionMax = 2 }, 65_536, Rooms, tokens, Table)
        {
            IsClustered = isClustered,
        };
        Directory = World.System.Spawn("sessions", () => new SessionDirectory(parts));
        Session = World.System.Spawn("s1", () => new SessionActor(Id, Alice, parts));
    }

    internal ActorWorld World { get; } = new();

    internal RecordingRooms Rooms { get; } = new();

    internal SessionTable Table { get; } = new();

    /// <summary>Has sessions of its own, not this one.</summary>
    internal ActorRef Directory { get; }

    internal ActorRef Session { get; }

    /// <summary>What the door said to the last connection.</summary>
    internal DoorAnswer? Door { get; private set; }

    public void Dispose() => World.Dispose();

    internal RecordingConnection Open()
    {
        var connection = new RecordingConnection();
        Connect(connection, null, 0);
        return connection;
    }

    internal RecordingConnection OpenInRoom()
    {
        var connection = Open();
        connection.Next();
        Say(connection, Join("n1", 7));
        Rooms.Next();
        Entered("room-a", 4, generation: 1, requestId: 7);
        return connection;
    }

    internal RecordingConnection ResumeWith(ulong generation)
    {
        var connection = new RecordingConnection();
        Connect(connection, new Resume(), generation);
        return connection;
    }

    internal void Connect(RecordingConnection connection, Resume? resume, ulong presented)
    {
        var asked = Session.Ask<DoorAnswer>(
            answer => new SessionMessage.Connect(connection, resume, new Generation(presented), answer), TimeSpan.FromSeconds(30));
        World.RunUntilIdle();
        asked.IsCompletedSuccessfully.ShouldBeTrue();
        Door = asked.GetAwaiter().GetResult();
    }

    internal static ClientEnvelope Join(string nonce, uint requestId) => new()
    {
        RequestId = requestId,
        Join = new Join { Nonce = nonce, Key = new RoomKey { RoomType = "chat", Key = "k" } },
    };

    internal void Say(RecordingConnection connection, ClientEnvelope envelope) => Tell(new SessionMessage.FromClient(connection, envelope));

    internal void Lose(RecordingConnection connection) => Tell(new SessionMessage.ConnectionLost(connection));

    internal void Entered(string room, uint number, ulong generation, uint requestId, ulong rewoundEpoch = 0) =>
        Tell(new SessionMessage.RoomEntered(
            new RoomId(room), new RoomNumber(number), new RoomTypeName("chat"), new Generation(generation), requestId)
        {
            RewoundEpoch = rewoundEpoch,
        });

    internal void Found(ulong generation, params string[] rooms) => Tell(new SessionMessage.RoomsFound(
        new Generation(generation), rooms.Select(room => new RoomRef { RoomId = room, RoomType = "chat" }).ToList()));

    internal void Tell(SessionMessage message)
    {
        Session.Tell(message).ShouldBe(TellAnswer.Taken);
        World.RunUntilIdle();
    }
}
