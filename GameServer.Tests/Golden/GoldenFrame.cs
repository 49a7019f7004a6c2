using System.Text.Json.Nodes;
using GameServer.Games.Chat;
using GameServer.Protocol.Codecs;
using GameServer.Protocol.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace GameServer.Tests.Golden;

/// <summary>One entry of frames.json; README.md beside it says what each property means.</summary>
internal sealed record GoldenFrame(string Name, string Direction, string Hex, string Note)
{
    internal const string Client = "client";
    internal const string Server = "server";
    internal const string BinaryForm = "binary";
    internal const string JsonForm = "json";

    /// <summary>The room type whose messages the payloads are; null when there are none.</summary>
    public string? Room { get; init; }

    public JsonNode? Json { get; init; }

    /// <summary>Decoding drops something, so encoding what was decoded gives other bytes.</summary>
    public bool? Lossy { get; init; }

    /// <summary>Of a malformed frame: the form in which the bytes are read.</summary>
    public string? Form { get; init; }

    /// <summary>Of a malformed frame: what the decoder says.</summary>
    public DecodeErrorKind? Error { get; init; }

    internal ReadOnlyMemory<byte> Bytes => Convert.FromHexString(Hex);

    internal static MessageDescriptor? CommandType(string? room) => room is null ? null : ChatCommand.Descriptor;

    internal static MessageDescriptor? StateType(string? room) => room is null ? null : ChatState.Descriptor;

    internal static MessageDescriptor? EventType(string? room) => room is null ? null : ChatEvent.Descriptor;

    /// <summary>A frame of a client whose commands, if any, are of the room type.</summary>
    internal static GoldenFrame FromClient(string name, string note, string? room, params ClientEnvelope[] envelopes) =>
        new(name, Client, Convert.ToHexStringLower(BinaryCodec.EncodeClientBatch(envelopes)), note)
        {
            Room = room,
            Json = new JsonArray([.. envelopes.Select(envelope => JsonOf(envelope, room))]),
        };

    /// <summary>A frame of a server, made by concatenating its envelopes.</summary>
    internal static GoldenFrame FromServer(string name, string note, string? room, params ServerEnvelope[] envelopes) =>
        new(name, Server, string.Concat(envelopes.Select(e => Convert.ToHexStringLower(BinaryCodec.EncodeServerEnvelopeElement(e)))), note)
        {
            Room = room,
            Json = new JsonArray([.. envelopes.Select(envelope =>
                JsonNode.Parse(JsonCodec.EncodeServerEnvelope(envelope, StateType(room), EventType(room))))]),
        };

    internal static GoldenFrame Bad(string name, string form, DecodeErrorKind error, ReadOnlySpan<byte> bytes, string note) =>
        new(name, Client, Convert.ToHexStringLower(bytes), note) { Form = form, Error = error };

    private static JsonNode JsonOf(ClientEnvelope envelope, string? room)
    {
        var json = JsonNode.Parse(JsonFormatter.Default.Format(envelope))!;
        if (room is not null && envelope.Command is { } command)
        {
            var payload = CommandType(room)!.Parser.ParseFrom(command.Payload);
            json["command"]!["payload"] = JsonNode.Parse(JsonFormatter.Default.Format(payload));
        }

        return json;
    }
}
