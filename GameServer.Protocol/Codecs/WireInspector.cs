using System.Text;
using GameServer.Protocol.V1;
using Google.Protobuf.Reflection;

namespace GameServer.Protocol.Codecs;

/// <summary>
/// Looks through an encoded message before it is parsed, so that nothing is allocated for bytes that break a limit. The protobuf
/// runtime alone would accept text that is not UTF-8 and has no limits but its own depth.
/// </summary>
/// <param name="depthMax">Messages inside one another.</param>
/// <param name="stringBytesMax">Of one text field.</param>
/// <param name="elementsMax">Entries of all repeated and map fields of one message.</param>
internal readonly struct WireInspector(int depthMax, int stringBytesMax, int elementsMax)
{
    private static readonly FieldDescriptor PayloadJson = Command.Descriptor.FindFieldByNumber(Command.PayloadJsonFieldNumber);

    internal static WireInspector ForEnvelopes(CodecLimits limits) =>
        new(limits.MessageDepthMax, limits.StringBytesMax, limits.ElementsPerMessageMax);

    internal static WireInspector ForPayloads(CodecLimits limits) => new(limits.MessageDepthMax, int.MaxValue, int.MaxValue);

    /// <summary>Null when the bytes are a message of the type within the limits.</summary>
    internal DecodeError? Inspect(ReadOnlySpan<byte> message, MessageDescriptor type) => Inspect(message, type, depth: 1);

    private DecodeError? Inspect(ReadOnlySpan<byte> message, MessageDescriptor type, int depth)
    {
        if (depth > depthMax)
        {
            return new DecodeError(DecodeErrorKind.TooDeep, $"Messages are nested deeper than {depthMax}.");
        }

        var elements = 0;
        var reader = new WireReader(message);
        while (!reader.AtEnd)
        {
            if (!reader.TryReadField(out var number, out var lengthDelimited, out var content))
            {
                return new DecodeError(DecodeErrorKind.Malformed, "The bytes are not an encoded protobuf message.");
            }

            if (type.FindFieldByNumber(number) is not { } field)
            {
                continue;
            }

            if (field.IsRepeated && ++elements > elementsMax)
            {
                return new DecodeError(DecodeErrorKind.TooManyElements, $"A message has more than {elementsMax} repeated values.");
            }

            if (lengthDelimited && InspectContent(content, field, depth) is { } error)
            {
                return error;
            }
        }

        return null;
    }

    private DecodeError? InspectContent(ReadOnlySpan<byte> content, FieldDescriptor field, int depth)
    {
        if (field.FieldType == FieldType.Message)
        {
            return Inspect(content, field.MessageType, depth + 1);
        }

        if (field.FieldType != FieldType.String)
        {
            return null;
        }

        // A command's JSON is a payload: the size of the whole message bounds it.
        if (content.Length > stringBytesMax && field != PayloadJson)
        {
            return new DecodeError(DecodeErrorKind.StringTooLong, $"A text field is longer than {stringBytesMax} bytes.");
        }

        return IsUtf8(content) ? null : new DecodeError(DecodeErrorKind.InvalidUtf8, "A text field is not UTF-8.");
    }

    private static bool IsUtf8(ReadOnlySpan<byte> text)
    {
#if NET10_0_OR_GREATER
        return System.Text.Unicode.Utf8.IsValid(text);
#else
        try
        {
            new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetCharCount(text);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
#endif
    }
}
