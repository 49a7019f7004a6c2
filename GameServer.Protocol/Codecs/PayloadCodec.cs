#if NET10_0_OR_GREATER
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace GameServer.Protocol.Codecs;

/// <summary>Decodes what a command carries: a message of the room type's command type, encoded or as protobuf JSON.</summary>
public static class PayloadCodec
{
    /// <summary>
    /// Decodes a command's payload; <paramref name="payloadJson"/> counts when it is not empty. Unknown fields are dropped. False with a
    /// sentence for people when it is not a message of the type.
    /// </summary>
    public static bool TryDecode(
        MessageDescriptor command,
        ByteString payload,
        string payloadJson,
        CodecLimits limits,
        [NotNullWhen(true)] out IMessage? message,
        [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(payload);
        var parser = command.Parser.WithDiscardUnknownFields(true);
        return TryDecode(command, parser, payload.Span, payloadJson, limits, out message, out error);
    }

    /// <inheritdoc cref="TryDecode(MessageDescriptor, ByteString, string, CodecLimits, out IMessage, out string)" />
    internal static bool TryDecode(
        MessageDescriptor command,
        MessageParser parser,
        ReadOnlySpan<byte> payload,
        string payloadJson,
        CodecLimits limits,
        [NotNullWhen(true)] out IMessage? message,
        [NotNullWhen(false)] out string? error)
    {
        if (payloadJson.Length == 0)
        {
            return TryDecodeBinary(command, parser, payload, limits, out message, out error);
        }

        message = null;
        if (!payload.IsEmpty)
        {
            error = "A command has either a payload or a payload_json.";
            return false;
        }

        using var document = JsonText.Read(Encoding.UTF8.GetBytes(payloadJson), limits, out var fault);
        if (document is null)
        {
            error = fault!.Sentence;
            return false;
        }

        message = JsonText.Parse(payloadJson, command, limits, out fault);
        fault ??= WireInspector.ForPayloads(limits).Inspect(message!.ToByteArray(), command);
        message = fault is null ? message : null;
        error = fault?.Sentence;
        return message is not null;
    }

    private static bool TryDecodeBinary(
        MessageDescriptor command,
        MessageParser parser,
        ReadOnlySpan<byte> payload,
        CodecLimits limits,
        out IMessage? message,
        out string? error)
    {
        message = null;
        error = WireInspector.ForPayloads(limits).Inspect(payload, command)?.Sentence;
        if (error is not null)
        {
            return false;
        }

        try
        {
            message = parser.ParseFrom(payload);
            return true;
        }
        catch (InvalidProtocolBufferException)
        {
            error = "The bytes are not an encoded protobuf message.";
            return false;
        }
    }
}
#endif
