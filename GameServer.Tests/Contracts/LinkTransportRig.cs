using System.Net;
using System.Text;
using GameServer.Links;
using GameServer.Protocol.Identity;
using GameServer.Tests.Actors.TestKit;
using GameServer.Tests.Certificates;
using GameServer.Tests.Gateway;
using GameServer.Tests.Links;
using GameServer.Tests.Links.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace GameServer.Tests.Contracts;

/// <summary>A form of the port between nodes: something that listens and something that dials.</summary>
internal sealed class LinkTransportRig : IAsyncDisposable
{
    private readonly ManualTime _time = new();
    private readonly WebSocketListener? _listener;
    private readonly TestAuthority? _authority;

    private LinkTransportRig(LinkForm form, LinkOptions options)
    {
        if (form == LinkForm.Memory)
        {
            var network = new MemoryLinks(_time);
            network.Node(new NodeId("there"), "there", options).Accept = Accept;
            Transport = network.Node(new NodeId("here"), "here", options);
            (Address, DeadAddress) = ("there", "nowhere");
        }
        else
        {
            _authority = form == LinkForm.Tls ? new TestAuthority() : null;
            var tls = _authority is null ? null : LinkTlsRig.Tls(_authority, _authority.Issue("127.0.0.1"));
            var end = new IPEndPoint(IPAddress.Loopback, 0);
            _listener = new WebSocketListener(end, options, tls, Accept, TimeProvider.System, NullLoggerFactory.Instance);
            Transport = new WebSocketDialer(options, tls, TimeProvider.System);
            DeadAddress = "127.0.0.1:1";
        }
    }

    internal ILinkTransport Transport { get; }

    internal string Address { get; private set; } = "";

    /// <summary>Where nobody listens.</summary>
    internal string DeadAddress { get; }

    /// <summary>The ends of the connections that were accepted.</summary>
    internal List<LinkEnd> Accepted { get; } = [];

    /// <summary>Whether the ends that are accepted ask for the next message at once.</summary>
    internal bool AcceptedGoOn { get; set; } = true;

    internal static async Task<LinkTransportRig> StartAsync(LinkForm form, LinkOptions? options = null)
    {
        var rig = new LinkTransportRig(form, options ?? new LinkOptions());
        if (rig._listener is { } listener)
        {
            await listener.StartAsync(CancellationToken.None);
            rig.Address = listener.Address;
        }

        return rig;
    }

    /// <summary>A connection with both its ends; what either receives is kept, and the next asked for at once.</summary>
    internal async Task<(LinkEnd Dialer, LinkEnd Acceptor)> ConnectAsync(bool areTrusted = true)
    {
        var dialer = new LinkEnd();
        Transport.Dial(Address, dialer);
        await UntilAsync(() => dialer.Connection is not null && Accepted.Count > 0, "the connection is open");
        if (areTrusted)
        {
            dialer.Connection!.Trust();
            Accepted[^1].Connection!.Trust();
        }

        return (dialer, Accepted[^1]);
    }

    internal async Task UntilAsync(Func<bool> condition, string what)
    {
        if (_listener is not null)
        {
            await Until.TrueAsync(condition, what);
            return;
        }

        for (var step = 0; step < 10_000 && !condition(); step++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(1));
        }

        condition().ShouldBeTrue($"Waited in vain until {what}.");
    }

    public async ValueTask DisposeAsync()
    {
        if (_listener is not null)
        {
            await _listener.DisposeAsync();
        }

        _authority?.Dispose();
    }

    private LinkEnd Accept(ILinkConnection connection)
    {
        var end = new LinkEnd { GoesOn = AcceptedGoOn };
        end.Opened(connection);
        Accepted.Add(end);
        return end;
    }
}

/// <summary>The forms of the port between nodes.</summary>
public enum LinkForm
{
    /// <summary>The network of the simulation.</summary>
    Memory,

    /// <summary>Production's without TLS.</summary>
    WebSocket,

    /// <summary>Production's with TLS.</summary>
    Tls,
}

/// <summary>Keeps what one end of a connection is told, as lines.</summary>
internal sealed class LinkEnd : ILinkEvents
{
    private readonly Lock _gate = new();
    private readonly List<string> _lines = [];

    internal ILinkConnection? Connection { get; private set; }

    /// <summary>Whether the next message is asked for as soon as one has come.</summary>
    internal bool GoesOn { get; init; } = true;

    internal IReadOnlyList<string> Lines
    {
        get
        {
            lock (_gate)
            {
                return [.. _lines];
            }
        }
    }

    public void Opened(ILinkConnection connection)
    {
        Connection = connection;
        Add("opened");
    }

    public void Failed(bool isRefused, string cause) => Add(isRefused ? "refused" : "failed");

    public void Received(ReadOnlyMemory<byte> message)
    {
        Add(message.Length < 100 ? $"received {Encoding.UTF8.GetString(message.Span)}" : $"received {message.Length} bytes");
        if (GoesOn)
        {
            Connection!.Next();
        }
    }

    public void Sent() => Add("sent");

    public void Closed(string cause) => Add("closed");

    internal bool Has(string line) => Lines.Contains(line);

    private void Add(string line)
    {
        lock (_gate)
        {
            _lines.Add(line);
        }
    }
}
