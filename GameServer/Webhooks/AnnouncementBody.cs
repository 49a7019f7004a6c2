using System.Text.Json;
using GameServer.Authoring.Kernel;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using Google.Protobuf;

namespace GameServer.Webhooks;

/// <summary>Writes what endpoints are told, as JSON. Pure.</summary>
internal static class AnnouncementBody
{
    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default.WithFormatDefaultValues(true));

    internal static byte[] Opened(string id, RoomBirth birth, NodeId node) => Write(id, WebhookEventsText.RoomOpened, birth.Now, writer =>
        WriteRoom(writer, birth.Id, birth.Type.Value, birth.Key, birth.Properties, node));

    /// <param name="id">Of what is told.</param>
    /// <param name="room">What the listing shows last.</param>
    /// <param name="node">Where it ended.</param>
    /// <param name="ending">How.</param>
    internal static byte[] Closed(string id, RoomListing room, NodeId node, RoomEnding ending) =>
        Write(id, WebhookEventsText.RoomClosed, ending.At, writer =>
        {
            WriteRoom(writer, new RoomId(room.RoomId), room.RoomType, room.Key, room.Properties, node);
            writer.WriteString("reason", ending.Reason);
            writer.WritePropertyName("finalState");
            if (ending.StateJson is { } state)
            {
                writer.WriteRawValue(state, skipInputValidation: true);
            }
            else
            {
                writer.WriteNullValue();
                writer.WriteString("finalStateMissing", ending.StateMissing);
            }
        });

    /// <summary>The state as protobuf's JSON, with defaults.</summary>
    /// <exception cref="InvalidOperationException">A time or a duration in it is out of what JSON has a form for.</exception>
    /// <exception cref="ArgumentException">A string in it is no Unicode.</exception>
    internal static string Json(IMessage state) => Formatter.Format(state);

    private static byte[] Write(string id, string type, DateTimeOffset at, Action<Utf8JsonWriter> rest)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("id", id);
            writer.WriteString("type", type);
            writer.WriteString("occurredAt", at.UtcDateTime);
            rest(writer);
            writer.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static void WriteRoom(
        Utf8JsonWriter writer, RoomId id, string type, string key, IEnumerable<KeyValuePair<string, string>> properties, NodeId node)
    {
        writer.WriteStartObject("room");
        writer.WriteString("id", id.Value);
        writer.WriteString("type", type);
        writer.WriteString("key", key);
        writer.WriteStartObject("properties");
        foreach (var (name, value) in properties.OrderBy(each => each.Key, StringComparer.Ordinal))
        {
            writer.WriteString(name, value);
        }

        writer.WriteEndObject();
        writer.WriteString("node", node.Value);
        writer.WriteEndObject();
    }
}

/// <summary>How a room ended.</summary>
/// <param name="At">When.</param>
/// <param name="Reason">Why, as a sentence.</param>
/// <param name="StateJson">Its final state; null: it is missing.</param>
/// <param name="StateMissing">Why it is missing, as a sentence.</param>
internal sealed record RoomEnding(DateTimeOffset At, string Reason, string? StateJson, string StateMissing);
