using System.Text.Json.Nodes;

namespace GameServer.Tests.Protocol.Patches;

/// <summary>A client that knows no protobuf and no schema: it follows a state by the JSON form of patches, as the document says.</summary>
internal static class PlainJsonClient
{
    internal static void Apply(JsonObject state, JsonObject patch)
    {
        foreach (var name in patch["cleared"]?.AsArray() ?? [])
        {
            state.Remove(name!.GetValue<string>());
        }

        foreach (var (name, value) in patch["changed"]?.AsObject() ?? [])
        {
            if (value is JsonArray tail && state[name] is JsonArray items)
            {
                foreach (var item in tail)
                {
                    items.Add(item?.DeepClone());
                }
            }
            else
            {
                state[name] = value?.DeepClone();
            }
        }

        foreach (var (name, nested) in patch["messages"]?.AsObject() ?? [])
        {
            Apply(state[name]!.AsObject(), nested!.AsObject());
        }

        foreach (var (name, rows) in patch["rows"]?.AsObject() ?? [])
        {
            ApplyRows((JsonObject)(state[name] ??= new JsonObject()), rows!.AsObject());
        }
    }

    private static void ApplyRows(JsonObject map, JsonObject rows)
    {
        foreach (var (key, row) in rows)
        {
            var change = row!.AsObject();
            if (change.ContainsKey("removed"))
            {
                map.Remove(key);
            }
            else if (change.TryGetPropertyValue("replace", out var value))
            {
                map[key] = value?.DeepClone();
            }
            else
            {
                Apply(map[key]!.AsObject(), change);
            }
        }
    }
}
