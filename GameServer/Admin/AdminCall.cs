using System.Globalization;
using System.Text.Json;
using GameServer.Admin.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace GameServer.Admin;

/// <summary>
/// One request to the Admin API as it is read. What is wrong with it is kept, the first only, and everything read afterwards means nothing.
/// </summary>
/// <param name="context">The request.</param>
/// <param name="who">Who asks.</param>
/// <param name="node">Who answers.</param>
/// <param name="body">All of its body.</param>
internal sealed class AdminCall(HttpContext context, AdminIdentity who, string node, ReadOnlyMemory<byte> body)
{
    /// <summary>Of what is asked for by a name in the path or by a text.</summary>
    internal const int TextCharactersMax = 256;

    private const int LimitUsual = 100;

    internal AdminIdentity Who => who;

    internal string Node => node;

    /// <summary>What is wrong with it, as a sentence; null: nothing so far.</summary>
    internal string? Wrong { get; private set; }

    /// <summary>A part of the path.</summary>
    internal string Name(string part)
    {
        var value = (string?)context.GetRouteValue(part) ?? "";
        return IsPlain(value) ? value : Fail($"{{{part}}} must have 1 to {TextCharactersMax} characters that can be printed.", "");
    }

    internal string? Text(string parameter)
    {
        var value = context.Request.Query[parameter].ToString();
        return value.Length == 0 || IsPlain(value)
            ? value.Length == 0 ? null : value
            : Fail<string?>($"{parameter} must have 1 to {TextCharactersMax} characters that can be printed.", null);
    }

    /// <summary>So many at most.</summary>
    internal int Limit(int most)
    {
        if (Text("limit") is not { } text)
        {
            return LimitUsual;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit >= 1 && limit <= most
            ? limit
            : Fail($"limit is '{text}'; it must be 1 to {most}.", LimitUsual);
    }

    internal bool Flag(string parameter) => Text(parameter) switch
    {
        null or "false" => false,
        "true" => true,
        var other => Fail($"{parameter} is '{other}'; it must be true or false.", false),
    };

    /// <summary>The body; null: there is none.</summary>
    internal T? Body<T>()
        where T : class
    {
        if (body.IsEmpty)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<T>(body.Span, AdminJson.Strict);
        }
        catch (JsonException cause)
        {
            return Fail<T?>($"The body is not the JSON that it must be, at '{cause.Path}'.", null);
        }
    }

    /// <summary>The body, which must be there.</summary>
    internal T Body<T>(T blank)
        where T : class => Body<T>() ?? Fail("This takes a body.", blank);

    /// <summary>What must be in the body.</summary>
    internal T Needed<T>(T? value, string name, T blank)
        where T : class => value ?? Fail($"The body must have '{name}'.", blank);

    /// <summary>Why, in the words of whoever asks.</summary>
    internal string Reason(string usual)
    {
        var reason = Body<AdminReason>()?.Reason ?? usual;
        return IsPlain(reason) ? reason : Fail($"reason must have 1 to {TextCharactersMax} characters that can be printed.", usual);
    }

    internal T Fail<T>(string wrong, T blank)
    {
        Wrong ??= wrong;
        return blank;
    }

    /// <summary>Only these parameters are known: a misspelt one must not be taken for one left out.</summary>
    internal void Know(IReadOnlyList<string> parameters)
    {
        if (context.Request.Query.Keys.FirstOrDefault(key => !parameters.Contains(key)) is { } unknown)
        {
            var known = parameters.Count == 0 ? "it takes none" : $"it takes {string.Join(", ", parameters)}";
            Fail($"There is no parameter '{(IsPlain(unknown) ? unknown : "?")}' here; {known}.", 0);
        }
    }

    private static bool IsPlain(string text) => text.Length is > 0 and <= TextCharactersMax && !text.Any(char.IsControl);
}
