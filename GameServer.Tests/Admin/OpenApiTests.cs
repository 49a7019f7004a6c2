using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using GameServer.Admin;
using GameServer.Admin.Api;
using GameServer.Tests.Tidy;

namespace GameServer.Tests.Admin;

/// <summary>The document says what the code does, all of it and nothing else.</summary>
public sealed class OpenApiTests
{
    private const string Prefix = "Admin";

    private static readonly JsonObject _document = JsonNode.Parse(
        File.ReadAllText(Repository.Full("GameServer/Admin/openapi.json")))!.AsObject();

    private static JsonObject Schemas => _document["components"]!["schemas"]!.AsObject();

    /// <summary>What is asked and answered: by its name there.</summary>
    private static IReadOnlyDictionary<string, Type> Shapes { get; } = Reachable();

    [Fact]
    public void Every_operation_is_in_it_and_the_other_way_round()
    {
        var documented = _document["paths"]!.AsObject()
            .SelectMany(path => path.Value!.AsObject().Select(operation => Line(path.Key, operation.Key, operation.Value!)));
        documented.Order().ShouldBe(AdminOperations.All.Select(Line).Order());
    }

    [Fact]
    public void Every_shape_is_in_it_with_each_of_its_fields_and_the_other_way_round()
    {
        Schemas.Select(schema => schema.Key).Order().ShouldBe(Shapes.Keys.Order());
        foreach (var (name, type) in Shapes)
        {
            var schema = Schemas[name]!;
            if (type.IsEnum)
            {
                schema["enum"]!.AsArray().Select(value => value!.GetValue<string>()).Order()
                    .ShouldBe(Enum.GetNames(type).Select(JsonNamingPolicy.CamelCase.ConvertName).Order(), name);
                continue;
            }

            var fields = Fields(type).ToDictionary(field => JsonNamingPolicy.CamelCase.ConvertName(field.Name));
            var properties = schema["properties"]!.AsObject();
            properties.Select(property => property.Key).Order().ShouldBe(fields.Keys.Order(), name);
            foreach (var (field, property) in fields)
            {
                // What must be sent is checked when it is read: until then it may be missing.
                var isBody = AdminOperations.All.Any(route => route.Body == type);
                var (documented, real) = (Kind(properties[field]!.AsObject()), Kind(property));
                (isBody ? documented.TrimEnd('?') : documented).ShouldBe(isBody ? real.TrimEnd('?') : real, $"{name}.{field}");
            }

            if (AdminOperations.All.All(route => route.Body != type))
            {
                schema["required"]!.AsArray().Select(each => each!.GetValue<string>()).Order().ShouldBe(fields.Keys.Order(), name);
            }
        }
    }

    [Fact]
    public async Task It_is_served_as_it_is_kept()
    {
        await using var server = await Operator.StartAsync();
        using var viewer = new Operator(server.Url, Operator.Viewer);
        JsonNode.DeepEquals(await viewer.GetAsync("/openapi.json"), _document).ShouldBeTrue();
    }

    private static string Line(string path, string method, JsonNode operation)
    {
        var parameters = operation["parameters"]?.AsArray().ToList() ?? [];
        var status = operation["responses"]!.AsObject().Select(response => response.Key).Single(key => key != "default");
        var answer = operation["responses"]![status]!["content"]!["application/json"]!["schema"]!;
        var body = operation["requestBody"]?["content"]!["application/json"]!["schema"];
        return string.Join(
            ' ',
            method.ToUpperInvariant(),
            path,
            operation["operationId"],
            operation["x-role"],
            Names(parameters, "path"),
            Names(parameters, "query"),
            Named(body),
            status,
            Named(answer));
    }

    private static string Names(IEnumerable<JsonNode?> parameters, string place) => string.Join(
        ',', parameters.Where(each => each!["in"]!.GetValue<string>() == place).Select(each => each!["name"]!.ToString()));

    private static string Line(AdminRoute route) => string.Join(
        ' ',
        route.Method,
        AdminApi.Root + route.Path,
        route.Name,
        JsonNamingPolicy.CamelCase.ConvertName(route.Role.ToString()),
        string.Join(',', route.Path.Split('/').Where(part => part.StartsWith('{')).Select(part => part.Trim('{', '}'))),
        string.Join(',', route.Parameters),
        Name(route.Body),
        route.Status,
        Name(route.Answer));

    private static string Name(Type? type) => type is null ? "" : type.Name[Prefix.Length..];

    private static string Named(JsonNode? schema) => schema?["$ref"]?.GetValue<string>().Split('/')[^1] ?? "";

    private static IEnumerable<PropertyInfo> Fields(Type type) =>
        type.GetProperties(BindingFlags.Instance | BindingFlags.Public).Where(field => field.Name != "EqualityContract");

    private static Dictionary<string, Type> Reachable()
    {
        var found = new Dictionary<string, Type>();
        var roots = AdminOperations.All.SelectMany(route => new[] { route.Answer, route.Body }).Append(typeof(AdminError));
        var waiting = new Queue<Type>(roots.OfType<Type>());
        while (waiting.TryDequeue(out var type))
        {
            if (!type.Name.StartsWith(Prefix, StringComparison.Ordinal) || !found.TryAdd(Name(type), type) || type.IsEnum)
            {
                continue;
            }

            foreach (var field in Fields(type).SelectMany(field => Within(field.PropertyType)))
            {
                waiting.Enqueue(field);
            }
        }

        return found;
    }

    private static IEnumerable<Type> Within(Type type) => type.IsGenericType ? type.GetGenericArguments().SelectMany(Within) : [type];

    /// <summary>In the words of the document, such as "integer?" or "[Room]".</summary>
    private static string Kind(JsonObject schema)
    {
        if (schema["anyOf"] is JsonArray either)
        {
            return Kind(either[0]!.AsObject()) + "?";
        }

        if (Named(schema) is { Length: > 0 } name)
        {
            return name;
        }

        var types = schema["type"] is JsonArray several
            ? several.Select(each => each!.GetValue<string>()).ToList()
            : [schema["type"]!.GetValue<string>()];
        return Form(types[0], schema) + (types.Contains("null") ? "?" : "");
    }

    private static string Form(string type, JsonObject schema) => type switch
    {
        "array" => $"[{Kind(schema["items"]!.AsObject())}]",
        "object" when schema["additionalProperties"] is JsonObject of => $"{{{Kind(of)}}}",
        "string" when schema["format"]?.GetValue<string>() == "date-time" => "time",
        _ => type,
    };

    private static string Kind(PropertyInfo field)
    {
        var isNullable = new NullabilityInfoContext().Create(field).ReadState == NullabilityState.Nullable;
        return Kind(Nullable.GetUnderlyingType(field.PropertyType) ?? field.PropertyType) + (isNullable ? "?" : "");
    }

    private static string Kind(Type type)
    {
        if (type.IsGenericType)
        {
            var arguments = type.GetGenericArguments();
            return arguments.Length == 1 ? $"[{Kind(arguments[0])}]" : $"{{{Kind(arguments[1])}}}";
        }

        return type.Name switch
        {
            nameof(String) => "string",
            nameof(Boolean) => "boolean",
            nameof(Int32) or nameof(UInt32) or nameof(Int64) or nameof(UInt64) => "integer",
            nameof(Double) => "number",
            nameof(DateTimeOffset) => "time",
            nameof(JsonObject) => "object",
            _ => Name(type),
        };
    }
}
