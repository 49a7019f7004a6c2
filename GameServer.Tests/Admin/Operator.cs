using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using GameServer.Authoring;
using GameServer.Client;
using GameServer.Tests.Client;
using GameServer.Tests.EndToEnd;
using GameServer.Tests.EndToEnd.Oracle;
using Microsoft.Extensions.DependencyInjection;

namespace GameServer.Tests.Admin;

/// <summary>Asks a server through its Admin API.</summary>
internal sealed class Operator(Uri server, string token = Operator.Token) : IDisposable
{
    internal const string Token = "operator-0123456789abcdef01234567";
    internal const string Viewer = "viewer-0123456789abcdef012345678";

    internal static readonly RoomDefinition<OracleState, OracleCommand, OracleEvent> Told =
        new("told", OracleState.Parser, OracleEvent.Parser);

    private readonly HttpClient _http = new() { BaseAddress = server, DefaultRequestHeaders = { Authorization = new("Bearer", token) } };

    /// <summary>A server with an operator, a viewer and the room type "told".</summary>
    internal static Task<TestServer> StartAsync(
        IReadOnlyDictionary<string, string?>? more = null,
        Action<IServiceCollection>? services = null) =>
        TestServer.StartAsync(Settings(more), Register, services);

    internal static Dictionary<string, string?> Settings(IReadOnlyDictionary<string, string?>? more = null) =>
        new(more ?? new Dictionary<string, string?>())
        {
            ["Admin:Tokens:0:Name"] = "olga",
            ["Admin:Tokens:0:Role"] = "operator",
            ["Admin:Tokens:0:Token"] = Token,
            ["Admin:Tokens:1:Name"] = "vera",
            ["Admin:Tokens:1:Role"] = "viewer",
            ["Admin:Tokens:1:Token"] = Viewer,
        };

    internal static void Register(IRoomCatalog rooms) => rooms.Add<ToldRoom>("told").Add<LooseRoom>("loose");

    internal static Task<GameClient> PlayerAsync(TestServer server, string name) =>
        Eventually.Of(GameClient.ConnectAsync(server.WebSocketUrl, new GameClientOptions { Name = name }), "the session");

    internal static Task<RoomHandle<OracleState, OracleCommand, OracleEvent>> JoinAsync(GameClient player, JoinTarget target) =>
        Eventually.Of(player.JoinAsync(Told, target), "the room");

    /// <summary>What there is.</summary>
    internal Task<JsonNode> GetAsync(string path) => AnswerAsync(() => _http.GetAsync(Path(path)), HttpStatusCode.OK);

    /// <summary>Has something done.</summary>
    internal Task<JsonNode> PostAsync(string path, object? body = null, HttpStatusCode status = HttpStatusCode.OK) =>
        AnswerAsync(() => _http.PostAsJsonAsync(Path(path), body ?? new object()), status);

    /// <summary>The code of the error that comes instead.</summary>
    internal async Task<string> RefusedAsync(string method, string path, HttpStatusCode status, object? body = null)
    {
        var answer = await AnswerAsync(
            () => _http.SendAsync(new HttpRequestMessage(new HttpMethod(method), Path(path))
            {
                Content = body is null ? null : JsonContent.Create(body),
            }),
            status);
        answer["message"]!.GetValue<string>().ShouldNotBeEmpty();
        return answer["code"]!.GetValue<string>();
    }

    public void Dispose() => _http.Dispose();

    private static Uri Path(string path) => new("/admin/v1" + path, UriKind.Relative);

    private static async Task<JsonNode> AnswerAsync(Func<Task<HttpResponseMessage>> ask, HttpStatusCode status)
    {
        using var answer = await Eventually.Of(ask(), "the answer");
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(status, text);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        return JsonNode.Parse(text)!;
    }
}
