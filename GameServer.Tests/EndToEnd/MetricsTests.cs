using System.Net;
using System.Net.Http.Headers;
using GameServer.Actors;
using GameServer.Client;
using GameServer.Games.Chat;
using GameServer.Telemetry;
using GameServer.Tests.Client;
using GameServer.Tests.Gateway;
using GameServer.Tests.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GameServer.Tests.EndToEnd;

/// <summary>What an operator sees of a server that is played on.</summary>
public sealed class MetricsTests
{
    private const string Secret = "viewer-0123456789abcdef0123456789";
    private const int Lines = 5;

    private static readonly RoomDefinition<ChatState, ChatCommand, ChatEvent> _chat = new("chat", ChatState.Parser, ChatEvent.Parser);

    private static readonly Dictionary<string, string?> _settings = new()
    {
        ["Admin:Tokens:0:Name"] = "prometheus",
        ["Admin:Tokens:0:Role"] = "viewer",
        ["Admin:Tokens:0:Token"] = Secret,
    };

    [Fact]
    public async Task The_instruments_move_when_a_game_is_played()
    {
        await using var server = await TestServer.StartAsync(_settings);
        using var http = new HttpClient();
        var quiet = await PageAsync(http, server);
        quiet["gameserver_rooms{room_type=\"chat\"}"].ShouldBe(0);
        quiet["gameserver_sessions"].ShouldBe(0);
        quiet["gameserver_links"].ShouldBe(0);

        await using (var client = await Eventually.Of(
            GameClient.ConnectAsync(server.WebSocketUrl, new GameClientOptions { Name = "ann" }), "the session"))
        {
            var room = await Eventually.Of(client.JoinAsync(_chat, JoinTarget.Key("metrics")), "the room");
            for (var line = 0; line < Lines; line++)
            {
                await Eventually.Of(room.SendAsync(new ChatCommand { Say = new Say { Text = $"line {line}" } }), "the answer");
            }

            var played = await PageAsync(http, server);
            played["gameserver_sessions"].ShouldBe(1);
            played["gameserver_rooms{room_type=\"chat\"}"].ShouldBe(1);
            played["gameserver_gateway_connections"].ShouldBe(1);
            played["gameserver_room_openings_total"].ShouldBe(1);
            played["gameserver_room_commands_total"].ShouldBe(Lines);
            played["gameserver_room_deliveries_total"].ShouldBeGreaterThanOrEqualTo(Lines);
            played["gameserver_room_turns_total"].ShouldBeGreaterThan(Lines);
            played["gameserver_room_turn_duration_seconds_count"].ShouldBe(played["gameserver_room_turns_total"]);
            played["gameserver_store_commit_duration_seconds_count"].ShouldBeGreaterThanOrEqualTo(Lines);
            played["gameserver_gateway_bytes_in_total"].ShouldBePositive();
            played["gameserver_store_failures_total"].ShouldBe(0);
            played.Types["gameserver_room_turn_duration_seconds"].ShouldBe("histogram");
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer wrong")]
    [InlineData("Basic " + Secret)]
    public async Task Without_a_token_of_the_configuration_there_are_no_figures(string? authorization)
    {
        await using var server = await TestServer.StartAsync(_settings);
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Url, "/metrics"));
        if (authorization is not null)
        {
            request.Headers.Authorization = AuthenticationHeaderValue.Parse(authorization);
        }

        using var answer = await http.SendAsync(request);
        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        answer.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer");
        (await answer.Content.ReadAsStringAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Where_no_token_is_configured_there_is_no_such_page()
    {
        await using var server = await TestServer.StartAsync();
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri(server.Url, "/metrics"));
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task No_token_ever_shows_in_the_log()
    {
        const string Presented = "wrong-0123456789abcdef0123456789";
        var lines = new List<string>();
        void Listen(IServiceCollection services) => services.AddLogging(logging => logging
            .AddProvider(new EveryLine(lines))
            .AddFilter<EveryLine>(null, LogLevel.Trace));
        await using (var server = await TestServer.StartAsync(_settings, services: Listen))
        {
            using var http = new HttpClient();
            await PageAsync(http, server);
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Url, "/metrics"));
            request.Headers.Authorization = new("Bearer", Presented);
            using var answer = await http.SendAsync(request);
            answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        }

        lock (lines)
        {
            lines.ShouldContain(line => line.Contains("/metrics", StringComparison.Ordinal), "requests are logged at this level");
            lines.ShouldNotContain(line => line.Contains(Secret, StringComparison.Ordinal));
            lines.ShouldNotContain(line => line.Contains(Presented, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_server_whose_mailboxes_are_not_run_says_so_until_they_are()
    {
        var scheduler = new HoldingScheduler();
        await using var server = await TestServer.StartAsync(
            new Dictionary<string, string?> { ["Health:StuckMs"] = "2000" },
            services: services => services.AddSingleton<IMailboxScheduler>(scheduler));
        using var http = new HttpClient();
        (await http.GetStringAsync(new Uri(server.Url, "/readyz"))).ShouldBe("Healthy");
        scheduler.Hold();
        await Until.TrueAsync(() => server.Node.Pulse.Silence > TimeSpan.FromSeconds(2), "the pulse is missed");

        using var ready = await http.GetAsync(new Uri(server.Url, "/readyz"));
        ready.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await ready.Content.ReadAsStringAsync()).ShouldStartWith("Unhealthy: Timers and messages have been stuck for ");
        (await http.GetStringAsync(new Uri(server.Url, "/healthz"))).ShouldBe("Healthy");
        scheduler.Release();
        await Until.TrueAsync(() => server.Node.Pulse.Silence < TimeSpan.FromSeconds(2), "the pulse is back");
        (await http.GetStringAsync(new Uri(server.Url, "/readyz"))).ShouldBe("Healthy");
    }

    private static async Task<PrometheusPage> PageAsync(HttpClient http, TestServer server)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Url, "/metrics"));
        request.Headers.Authorization = new("Bearer", Secret);
        using var answer = await http.SendAsync(request);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.ToString().ShouldBe(PrometheusText.ContentType);
        return new PrometheusPage(await answer.Content.ReadAsStringAsync());
    }

    /// <summary>The thread pool's; between <see cref="Hold"/> and <see cref="Release"/> of the test nothing is run.</summary>
    private sealed class HoldingScheduler : IMailboxScheduler
    {
        private readonly ThreadPoolScheduler _pool = new();
        private readonly List<IRunnable> _held = [];
        private bool _isHolding;

        public void Schedule(IRunnable mailbox)
        {
            lock (_held)
            {
                if (_isHolding)
                {
                    _held.Add(mailbox);
                    return;
                }
            }

            _pool.Schedule(mailbox);
        }

        void IMailboxScheduler.Hold()
        {
        }

        void IMailboxScheduler.Release()
        {
        }

        public void NoteTurn(ref TurnPace pace) => _pool.NoteTurn(ref pace);

        internal void Hold()
        {
            lock (_held)
            {
                _isHolding = true;
            }
        }

        internal void Release()
        {
            lock (_held)
            {
                _isHolding = false;
                _held.ForEach(_pool.Schedule);
                _held.Clear();
            }
        }
    }

    /// <summary>Keeps all that is logged, of any level.</summary>
    private sealed class EveryLine(List<string> lines) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => new Routing.LinesLogger<EveryLine>(lines);

        public void Dispose()
        {
        }
    }
}
