using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core.Internal.Http;
using Microsoft.Net.Http.Headers;
using HttpMethod = Microsoft.AspNetCore.Server.Kestrel.Core.Internal.Http.HttpMethod;
using HttpVersion = Microsoft.AspNetCore.Server.Kestrel.Core.Internal.Http.HttpVersion;

namespace GameServer.Gateway;

/// <summary>
/// The head of a request as far as a handshake needs it, read by Kestrel's own parser: its namespace is called internal, but it is public,
/// and a second parser of HTTP beside it would be worse.
/// </summary>
internal sealed class RequestHead : IHttpRequestLineHandler, IHttpHeadersHandler
{
    private static readonly HttpParser<RequestHead> Parser = new(showErrorDetails: false);

    private static readonly string[] Wanted =
    [
        HeaderNames.Host,
        HeaderNames.Connection,
        HeaderNames.Upgrade,
        HeaderNames.Origin,
        HeaderNames.SecWebSocketKey,
        HeaderNames.SecWebSocketVersion,
        HeaderNames.SecWebSocketProtocol,
        HeaderNames.ContentLength,
        HeaderNames.TransferEncoding,
        ClientAddresses.Header,
    ];

    internal HeadProgress Progress { get; private set; }

    /// <summary>GET of HTTP/1.1.</summary>
    internal bool IsGet { get; private set; }

    /// <summary>The target without its query.</summary>
    internal string Path { get; private set; } = "";

    /// <summary>Those that matter.</summary>
    internal IHeaderDictionary Headers { get; } = new HeaderDictionary();

    /// <summary>A whole head, of a request without a body, that asks for an upgrade.</summary>
    internal bool AsksForUpgrade =>
        Progress == HeadProgress.Whole && IsGet && Headers.Upgrade.Count > 0 &&
        !Headers.ContainsKey(HeaderNames.ContentLength) && !Headers.ContainsKey(HeaderNames.TransferEncoding);

    /// <summary>Reads what there is of a head.</summary>
    /// <param name="bytes">What came.</param>
    /// <param name="end">Behind the head, when it is whole.</param>
    internal static RequestHead Read(ReadOnlySequence<byte> bytes, out SequencePosition end)
    {
        var head = new RequestHead();
        var reader = new SequenceReader<byte>(bytes);
        try
        {
            if (Parser.ParseRequestLine(head, ref reader) && Parser.ParseHeaders(head, ref reader))
            {
                head.Progress = HeadProgress.Whole;
            }
        }
        catch (BadHttpRequestException)
        {
            head.Progress = HeadProgress.Bad;
        }

        end = reader.Position;
        return head;
    }

    /// <inheritdoc />
    public void OnStartLine(HttpVersionAndMethod versionAndMethod, TargetOffsetPathLength targetPath, Span<byte> startLine)
    {
        Progress = HeadProgress.Line;
        IsGet = versionAndMethod is { Method: HttpMethod.Get, Version: HttpVersion.Http11 };
        Path = Encoding.Latin1.GetString(startLine.Slice(targetPath.Offset, targetPath.Length));
    }

    /// <inheritdoc />
    public void OnHeader(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        // Browsers send many that nobody asks about.
        foreach (var wanted in Wanted)
        {
            if (Ascii.EqualsIgnoreCase(name, wanted))
            {
                Headers.Append(wanted, Encoding.Latin1.GetString(value));
            }
        }
    }

    /// <inheritdoc />
    public void OnHeadersComplete(bool endStream)
    {
    }

    /// <inheritdoc />
    public void OnStaticIndexedHeader(int index) => throw new NotSupportedException();

    /// <inheritdoc />
    public void OnStaticIndexedHeader(int index, ReadOnlySpan<byte> value) => throw new NotSupportedException();
}

/// <summary>How much of a request's head is here.</summary>
internal enum HeadProgress
{
    /// <summary>Not even its first line.</summary>
    Begun,

    /// <summary>Its first line.</summary>
    Line,

    /// <summary>All of it.</summary>
    Whole,

    /// <summary>What is here is no HTTP.</summary>
    Bad,
}
