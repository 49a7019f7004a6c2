#if NET10_0_OR_GREATER
using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Google.Protobuf;

namespace GameServer.Protocol.Codecs;

/// <summary>Writes JSON without white space and with no more escapes than JSON needs: frames are never part of a page.</summary>
internal static class CompactJson
{
    // The text comes from this server: a state may nest deeper than what is accepted from clients.
    private const int DepthMax = 1000;

    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = DepthMax,
    };

    internal static byte[] Write(Action<Utf8JsonWriter> content)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            content(json);
        }

        return buffer.WrittenSpan.ToArray();
    }

    internal static void WriteMessage(this Utf8JsonWriter json, IMessage message) => json.WriteText(JsonFormatter.Default.Format(message));

    /// <summary>Writes a value that is JSON text already.</summary>
    internal static void WriteText(this Utf8JsonWriter json, string text)
    {
        using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = DepthMax });
        document.RootElement.WriteTo(json);
    }
}
#endif
