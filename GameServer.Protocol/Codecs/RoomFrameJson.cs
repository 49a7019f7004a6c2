#if NET10_0_OR_GREATER
using System.Buffers;
using System.Globalization;
using System.Text.Json;
using GameServer.Protocol.Patches;
using GameServer.Protocol.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace GameServer.Protocol.Codecs;

/// <summary>
/// The JSON of the two frames that carry room payloads, with events and replies as objects of the room's event type. Like all protobuf
/// JSON it leaves out defaults and writes 64-bit numbers as strings.
/// </summary>
internal readonly ref struct RoomFrameJson
{
    private readonly Utf8JsonWriter _json;
    private readonly MessageDescriptor _state;
    private readonly MessageDescriptor _event;

    private RoomFrameJson(Utf8JsonWriter json, MessageDescriptor state, MessageDescriptor roomEvent)
    {
        _json = json;
        _state = state;
        _event = roomEvent;
    }

    internal static byte[] Encode(ServerEnvelope envelope, MessageDescriptor state, MessageDescriptor roomEvent)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            var frame = new RoomFrameJson(json, state, roomEvent);
            json.WriteStartObject();
            if (envelope.Update is { } update)
            {
                frame.Write(update);
            }
            else
            {
                frame.Write(envelope.Member);
            }

            frame.Write("requestId", envelope.RequestId);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private void Write(RoomUpdate update)
    {
        _json.WriteStartObject("update");
        Write("room", update.Room);
        Write("epoch", update.Epoch);
        Write("baseVersion", update.BaseVersion);
        Write("version", update.Version);
        if (update.Patch is not null)
        {
            _json.WritePropertyName("patch");
            _json.WriteRawValue(StatePatchJson.ToJson(_state, update.Patch));
        }

        if (update.Events.Count > 0)
        {
            _json.WriteStartArray("events");
            foreach (var payload in update.Events)
            {
                WriteEvent(payload);
            }

            _json.WriteEndArray();
        }

        Write("roomTimeMs", update.RoomTimeMs);
        if (update.HasStateHash)
        {
            _json.WriteString("stateHash", update.StateHash.ToString(CultureInfo.InvariantCulture));
        }

        if (update.Snapshot)
        {
            _json.WriteBoolean("snapshot", true);
        }

        _json.WriteEndObject();
    }

    private void Write(MemberUpdate member)
    {
        _json.WriteStartObject("member");
        Write("room", member.Room);
        Write("epoch", member.Epoch);
        Write("version", member.Version);
        if (member.Results.Count > 0)
        {
            _json.WriteStartArray("results");
            foreach (var result in member.Results)
            {
                Write(result);
            }

            _json.WriteEndArray();
        }

        if (member.Events.Count > 0)
        {
            _json.WriteStartArray("events");
            foreach (var directEvent in member.Events)
            {
                _json.WriteStartObject();
                Write("after", directEvent.After);
                _json.WritePropertyName("payload");
                WriteEvent(directEvent.Payload);
                _json.WriteEndObject();
            }

            _json.WriteEndArray();
        }

        _json.WriteEndObject();
    }

    private void Write(CommandResult result)
    {
        // Everything but the reply is plain protobuf JSON.
        var plain = result.Clone();
        plain.Reply = ByteString.Empty;
        using var document = JsonDocument.Parse(JsonFormatter.Default.Format(plain));
        _json.WriteStartObject();
        foreach (var property in document.RootElement.EnumerateObject())
        {
            property.WriteTo(_json);
        }

        if (!result.Reply.IsEmpty)
        {
            _json.WritePropertyName("reply");
            WriteEvent(result.Reply);
        }

        _json.WriteEndObject();
    }

    private void WriteEvent(ByteString payload) =>
        _json.WriteRawValue(JsonFormatter.Default.Format(_event.Parser.ParseFrom(payload)));

    private void Write(string name, uint value)
    {
        if (value != 0)
        {
            _json.WriteNumber(name, value);
        }
    }

    private void Write(string name, ulong value)
    {
        if (value != 0)
        {
            _json.WriteString(name, value.ToString(CultureInfo.InvariantCulture));
        }
    }
}
#endif
