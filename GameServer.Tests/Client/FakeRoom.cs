using GameServer.Client;
using GameServer.Games.Chat;
using GameServer.Protocol.V1;
using GameServer.Tests.Client.Core;
using ClientCase = GameServer.Protocol.V1.ClientEnvelope.KindOneofCase;

namespace GameServer.Tests.Client;

/// <summary>A client in a chat room of the <see cref="FakeServer"/>, and the server's end of both.</summary>
internal sealed record FakeRoom(
    FakeServer Server, FakeConnection Connection, GameClient Client, RoomHandle<ChatState, ChatCommand, ChatEvent> Room) : IAsyncDisposable
{
    internal static readonly RoomDefinition<ChatState, ChatCommand, ChatEvent> Chat = new("chat", ChatState.Parser, ChatEvent.Parser);

    internal static async Task<(FakeServer Server, FakeConnection Connection, GameClient Client)> ConnectAsync(GameClientOptions options)
    {
        var server = await FakeServer.StartAsync();
        var connecting = GameClient.ConnectAsync(server.Address, options);
        var connection = await server.NextAsync();
        await connection.NextAsync(ClientCase.Hello);
        await connection.WelcomeAsync("token 1");
        return (server, connection, await Eventually.Of(connecting, "the client"));
    }

    internal static async Task<FakeRoom> JoinAsync(
        GameClientOptions? options = null, Action<RoomHandle<ChatState, ChatCommand, ChatEvent>>? subscribe = null)
    {
        var (server, connection, client) = await ConnectAsync(options ?? new GameClientOptions());
        var joining = client.JoinAsync(Chat, JoinTarget.Key("k"), subscribe: subscribe);
        await AdmitAsync(client, connection, joining, options?.Callbacks == CallbackMode.Pumped);
        return new FakeRoom(server, connection, client, await Eventually.Of(joining, "the room"));
    }

    /// <summary>The next connection of the client, resumed.</summary>
    internal async Task<(FakeConnection Connection, Resume Resume)> ResumeAsync(ulong lastApplied = 0)
    {
        var connection = await Server.NextAsync();
        var resume = await connection.NextAsync(ClientCase.Resume);
        await connection.WelcomeAsync("token 2", resumed: true, ServerFrames.RoomId);
        await connection.SendAsync(new ServerEnvelope { Attached = ServerFrames.Attached(version: 1, lastApplied: lastApplied) });
        return (connection, resume.Resume);
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await Server.DisposeAsync();
    }

    private static async Task AdmitAsync(GameClient client, FakeConnection connection, Task joining, bool pumped)
    {
        if (pumped)
        {
            client.Pump();
        }

        var join = await connection.NextAsync(ClientCase.Join);
        await connection.SendAsync(
            new ServerEnvelope { Attached = ServerFrames.Attached(), RequestId = join.RequestId },
            new ServerEnvelope { Update = ServerFrames.Snapshot(1, line: 1) });
        while (pumped && !joining.IsCompleted)
        {
            client.Pump();
            await Task.Yield();
        }
    }
}
