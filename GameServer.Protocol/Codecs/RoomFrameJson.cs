#if NET10_0_OR_GREATER
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
internal sealed class RoomFrameJson(Utf8JsonWriter json, MessageDescriptor state, MessageDescriptor roomEvent)
{
    internal void Write(ServerEnvelope envelope)
    {
        json.WriteStartObject();
        if (envelope.Update is { } update)
        {
            Write(update);
        }
        else
        {
            Write(envelope.Member);
        }

        Write("requestId", envelope.RequestId);
        json.WriteEndObject();
    }

    private void Write(RoomUpdate update)
    {
        json.WriteStartObject("update");
        Write("room", update.Room);
        Write("epoch", update.Epoch);
        Write("baseVersion", update.BaseVersion);
        Write("version", update.Version);
        if (update.Patch is not null)
        {
            json.WritePropertyName("patch");
            json.WriteText(StatePatchJson.ToJson(state, update.Patch));
        }

        if (update.Events.Count > 0)
        {
            json.WriteStartArray("events");
            foreach (var payload in update.Events)
            {
                WriteEvent(payload);
            }

            json.WriteEndArray();
        }

        Write("roomTimeMs", update.RoomTimeMs);
        if (update.HasStateHash)
        {
            json.WriteString("stateHash", update.StateHash.ToString(CultureInfo.InvariantCulture));
        }

        if (update.Snapshot)
        {
            json.WriteBoolean("snapshot", true);
        }

        json.WriteEndObject();
    }

    private void Write(MemberUpdate member)
    {
        json.WriteStartObject("member");
        Write("room", member.Room);
        Write("epoch", member.Epoch);
        Write("version", member.Version);
        if (member.Results.Count > 0)
        {
            json.WriteStartArray("results");
            foreach (var result in member.Results)
            {
                Write(result);
            }

            json.WriteEndArray();
        }

        if (member.Events.Count > 0)
        {
            json.WriteStartArray("events");
            foreach (var directEvent in member.Events)
            {
                json.WriteStartObject();
                Write("after", directEvent.After);
                json.WritePropertyName("payload");
                WriteEvent(directEvent.Payload);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private void Write(CommandResult result)
    {
        // Everything but the reply is plain protobuf JSON.
        var plain = result.Clone();
        plain.ClearReply();
        using var document = JsonDocument.Parse(JsonFormatter.Default.Format(plain));
        json.WriteStartObject();
        foreach (var property in document.RootElement.EnumerateObject())
        {
            property.WriteTo(json);
        }

        if (result.HasReply)
        {
            json.WritePropertyName("reply");
            WriteEvent(result.Reply);
        }

        json.WriteEndObject();
    }

    private void WriteEvent(ByteString payload) => json.WriteMessage(roomEvent.Parser.ParseFrom(payload));

    private void Write(string name, uint value)
    {
        if (value != 0)
        {
            json.WriteNumber(name, value);
        }
    }

    private void Write(string name, ulong value)
    {
        if (value != 0)
        {
            json.WriteString(name, value.ToString(CultureInfo.InvariantCulture));
        }
    }
}
#endif
