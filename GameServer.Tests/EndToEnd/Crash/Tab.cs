using System.Net.WebSockets;
using GameServer.Protocol.V1;
using GameServer.Tests.EndToEnd.Crash.Ledger;
using Google.Protobuf;

namespace GameServer.Tests.EndToEnd.Crash;

/// <summary>One connection to a server, without an SDK: it sends what it is told to, and resumes nothing by itself.</summary>
internal sealed class Tab : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _patience = new(Patience);
    private readonly Queue<ServerEnvelope> _arrived = new();

    private Tab() => _socket.Options.AddSubProtocol("gameserver.v1.proto");

    /// <summary>Of the last Welcome.</summary>
    internal string Token { get; private set; } = "";

    /// <summary>The room's number in frames.</summary>
    internal uint Room { get; private set; }

    internal static async Task<Tab> OpenAsync(Uri address, ClientEnvelope first)
    {
        var tab = new Tab();
        await tab._socket.ConnectAsync(address, tab._patience.Token);
        await tab.SendAsync(first);
        return tab;
    }

    /// <summary>A new session, in the ledger of this key.</summary>
    internal static async Task<Tab> JoinedAsync(Uri address, string key)
    {
        var tab = await OpenAsync(address, new ClientEnvelope { Hello = new Hello { ProtocolVersion = 1 } });
        await tab.WelcomedAsync();
        var room = new RoomKey { RoomType = CommittedLedger.Type, Key = key };
        await tab.SendAsync(new ClientEnvelope { Join = new Join { Nonce = "n", Key = room }, RequestId = 1 });
        await tab.AttachedAsync();
        return tab;
    }

    /// <summary>Goes on with a session.</summary>
    internal static Task<Tab> ResumingAsync(Uri address, string token) => OpenAsync(
        address, new ClientEnvelope { Resume = new Resume { ProtocolVersion = 1, ResumeToken = token } });

    internal async Task<Welcome> WelcomedAsync()
    {
        var welcome = (await UntilAsync(envelope => envelope.Welcome is not null, "a welcome")).Welcome;
        Token = welcome.ResumeToken;
        return welcome;
    }

    internal async Task<RoomAttached> AttachedAsync()
    {
        var attached = (await UntilAsync(envelope => envelope.Attached is not null, "the room")).Attached;
        Room = attached.Room;
        return attached;
    }

    /// <summary>Sends a command, and waits until it is applied.</summary>
    internal async Task CommandAsync(ulong number)
    {
        var payload = new LedgerCommand { Writer = 1, Number = number }.ToByteString();
        await SendAsync(new ClientEnvelope { Command = new Command { Room = Room, CommandSeq = number, Payload = payload } });
        var answer = await UntilAsync(envelope => envelope.Member?.Results.Any(result => result.CommandSeq == number) == true, "an answer");
        answer.Member.Results.Single(result => result.CommandSeq == number).Outcome.ShouldBe(CommandResult.Types.Outcome.Applied);
    }

    internal async Task SendAsync(ClientEnvelope envelope) => await _socket.SendAsync(
        new ClientBatch { Envelopes = { envelope } }.ToByteArray(), WebSocketMessageType.Binary, endOfMessage: true, _patience.Token);

    /// <summary>Reads to the end, and says why the server closed the connection.</summary>
    internal async Task<CloseCode> ClosedAsync()
    {
        while (await ReceiveAsync("the end of the connection"))
        {
            _arrived.Clear();
        }

        return (CloseCode)(int)_socket.CloseStatus!;
    }

    /// <summary>Ends the connection as a lost network does.</summary>
    public void Dispose()
    {
        _socket.Dispose();
        _patience.Dispose();
    }

    private async Task<ServerEnvelope> UntilAsync(Func<ServerEnvelope, bool> isWanted, string what)
    {
        while (true)
        {
            while (_arrived.TryDequeue(out var envelope))
            {
                if (isWanted(envelope))
                {
                    return envelope;
                }
            }

            (await ReceiveAsync(what)).ShouldBeTrue($"{what} before {_socket.CloseStatus} {_socket.CloseStatusDescription}");
        }
    }

    private async Task<bool> ReceiveAsync(string what)
    {
        using var message = new MemoryStream();
        var buffer = new byte[16 * 1024];
        try
        {
            ValueWebSocketReceiveResult part;
            do
            {
                part = await _socket.ReceiveAsync(buffer.AsMemory(), _patience.Token);
                message.Write(buffer, 0, part.Count);
            }
            while (!part.EndOfMessage);

            if (part.MessageType == WebSocketMessageType.Close)
            {
                return false;
            }
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"There did not come: {what}.");
        }

        message.Position = 0;
        foreach (var envelope in ServerBatch.Parser.ParseFrom(message).Envelopes)
        {
            _arrived.Enqueue(envelope);
        }

        return true;
    }
}
