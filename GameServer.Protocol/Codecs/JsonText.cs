#if NET10_0_OR_GREATER
using System.Text.Json;
using System.Text.Unicode;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace GameServer.Protocol.Codecs;

/// <summary>Reads JSON that is not trusted: as a document, and as a protobuf message.</summary>
internal static class JsonText
{
    /// <summary>The document, which the caller disposes of; null when the text is not strict JSON within the depth limit.</summary>
    internal static JsonDocument? Read(ReadOnlyMemory<byte> text, CodecLimits limits, out DecodeError? error)
    {
        if (!Utf8.IsValid(text.Span))
        {
            error = new DecodeError(DecodeErrorKind.InvalidUtf8, "The text is not UTF-8.");
            return null;
        }

        error = Check(text.Span, limits);
        if (error is not null)
        {
            return null;
        }

        try
        {
            return JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = limits.JsonDepthMax, AllowDuplicateProperties = false });
        }
        catch (JsonException)
        {
            // The grammar has been checked: a duplicate is all that is left.
            error = new DecodeError(DecodeErrorKind.WrongField, "A name is given twice in one object.");
            return null;
        }
    }

    /// <summary>The message that the protobuf JSON stands for; null when it is not of the type. Unknown fields are dropped.</summary>
    internal static IMessage? Parse(string json, MessageDescriptor type, CodecLimits limits, out DecodeError? error)
    {
        try
        {
            error = null;
            return new JsonParser(new JsonParser.Settings(limits.JsonDepthMax).WithIgnoreUnknownFields(true)).Parse(json, type);
        }
        catch (Exception fault) when (fault is InvalidJsonException or InvalidProtocolBufferException or InvalidOperationException
            or FormatException or OverflowException or ArgumentException)
        {
            // Which of these the runtime throws depends on the field; each means that a value does not fit.
            error = new DecodeError(DecodeErrorKind.WrongField, $"The JSON is not a {type.Name}.");
            return null;
        }
    }

    private static DecodeError? Check(ReadOnlySpan<byte> text, CodecLimits limits)
    {
        // A depth beyond the limit is told from bad grammar by reading one level further than allowed.
        var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = limits.JsonDepthMax + 1 });
        try
        {
            while (reader.Read())
            {
                if (reader.CurrentDepth >= limits.JsonDepthMax && reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject)
                {
                    return new DecodeError(DecodeErrorKind.TooDeep, $"The JSON is nested deeper than {limits.JsonDepthMax}.");
                }

                if (reader.ValueIsEscaped)
                {
                    // Throws on an escaped half of a surrogate pair, which every later reader would stumble over.
                    reader.GetString();
                }
            }

            return null;
        }
        catch (JsonException)
        {
            return new DecodeError(DecodeErrorKind.Malformed, "The text is not JSON.");
        }
        catch (InvalidOperationException)
        {
            return new DecodeError(DecodeErrorKind.InvalidUtf8, "The text holds half of a surrogate pair.");
        }
    }
}
#endif
