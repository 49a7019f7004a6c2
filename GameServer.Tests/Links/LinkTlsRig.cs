using System.Net;
using GameServer.Certificates;
using GameServer.Links;
using GameServer.Telemetry;
using GameServer.Tests.Certificates;
using GameServer.Tests.Client;
using GameServer.Tests.Contracts;
using GameServer.Tests.Gateway;
using GameServer.Tests.Routing;

namespace GameServer.Tests.Links;

/// <summary>Something that listens with TLS, what it logs, and dials to it that are to fail.</summary>
internal sealed class LinkTlsRig : IAsyncDisposable
{
    private readonly WebSocketListener _listener;
    private readonly List<string> _log = [];

    private LinkTlsRig(LinkTls? tls)
    {
        _listener = new WebSocketListener(
            new IPEndPoint(IPAddress.Loopback, 0), new LinkOptions(), tls, Accept, TimeProvider.System, new LinesLoggers(_log));
    }

    /// <summary>How many connections were let in.</summary>
    internal int Accepted { get; private set; }

    internal string Address => _listener.Address;

    internal static async Task<LinkTlsRig> StartAsync(LinkTls? tls)
    {
        var rig = new LinkTlsRig(tls);
        await rig._listener.StartAsync(CancellationToken.None);
        return rig;
    }

    internal static LinkTls Tls(
        TestAuthority authority, TlsCertificate certificate, LinkTlsMode mode = LinkTlsMode.Required, LinkMeter? meter = null) =>
        new(certificate, authority.Authority, mode, meter ?? new LinkMeter(TimeProvider.System, certificate.Certificate.NotAfter));

    /// <summary>Dials, and gives back why that failed. A failure that says that nobody listens fails the test.</summary>
    internal async Task<string> FailureAsync(LinkTls? tls)
    {
        var failure = new Failure();
        new WebSocketDialer(new LinkOptions(), tls, TimeProvider.System).Dial(Address, failure);
        var (isRefused, cause) = await Eventually.Of(failure.Task, "the end of the dial");
        isRefused.ShouldBeFalse("a process that listens was taken for gone");
        return cause;
    }

    internal Task UntilLoggedAsync(string part) => Until.TrueAsync(() => Logged(part) > 0, $"'{part}' was logged");

    internal int Logged(string part)
    {
        lock (_log)
        {
            return _log.Count(line => line.Contains(part, StringComparison.Ordinal));
        }
    }

    public ValueTask DisposeAsync() => _listener.DisposeAsync();

    private LinkEnd Accept(ILinkConnection connection)
    {
        Accepted++;
        var end = new LinkEnd();
        end.Opened(connection);
        return end;
    }

    private sealed class Failure : ILinkEvents
    {
        private readonly TaskCompletionSource<(bool IsRefused, string Cause)> _failed = new();

        internal Task<(bool IsRefused, string Cause)> Task => _failed.Task;

        public void Opened(ILinkConnection connection) => _failed.SetException(new InvalidOperationException("the dial has succeeded"));

        public void Failed(bool isRefused, string cause) => _failed.SetResult((isRefused, cause));

        public void Received(ReadOnlyMemory<byte> message) => throw new NotSupportedException();

        public void Sent() => throw new NotSupportedException();

        public void Closed(string cause)
        {
            // Of a dial that has succeeded, which was told.
        }
    }
}
