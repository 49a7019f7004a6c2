using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace GameServer;

/// <summary>Reads options records from configuration strictly: unknown keys and values out of range stop the start.</summary>
internal static class OptionsReader
{
    /// <exception cref="ConfigurationException">A key is unknown or its value is not right.</exception>
    internal static T Read<T>(IConfigurationSection section)
        where T : new() => (T)Read(section, typeof(T));

    private static object Read(IConfigurationSection section, Type type)
    {
        var options = Activator.CreateInstance(type)!;
        var properties = type.GetProperties().ToDictionary(property => property.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var child in section.GetChildren())
        {
            if (!properties.TryGetValue(child.Key, out var property))
            {
                throw new ConfigurationException($"{child.Path} is unknown; {section.Key} has: {string.Join(", ", properties.Keys)}.");
            }

            property.SetValue(options, Value(child, property));
        }

        return options;
    }

    private static object Value(IConfigurationSection entry, PropertyInfo property)
    {
        var type = property.PropertyType;
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
        {
            return List(entry, property, type.GetGenericArguments()[0]);
        }

        if (type != typeof(string) && type.IsClass)
        {
            return Part(entry, type);
        }

        return entry.GetChildren().FirstOrDefault() is { } child
            ? throw new ConfigurationException($"{child.Path} is unknown; {entry.Path} has one value.")
            : Parse(entry, property, entry.Value ?? "");
    }

    private static Array List(IConfigurationSection entry, PropertyInfo property, Type item)
    {
        if (!string.IsNullOrEmpty(entry.Value))
        {
            throw NoList(entry, item == typeof(string) && property.GetCustomAttribute<DataTypeAttribute>() is null);
        }

        var children = entry.GetChildren().ToArray();
        var list = Array.CreateInstance(item, children.Length);
        for (var index = 0; index < children.Length; index++)
        {
            list.SetValue(item == typeof(string) ? children[index].Value ?? "" : Part(children[index], item), index);
        }

        return list;
    }

    // What is written in place of a part may be a secret that belongs into it.
    private static object Part(IConfigurationSection entry, Type type) => string.IsNullOrEmpty(entry.Value)
        ? Read(entry, type)
        : throw new ConfigurationException(
            $"{entry.Path} has a value; it must have keys: {string.Join(", ", type.GetProperties().Select(property => property.Name))}.");

    private static ConfigurationException NoList(IConfigurationSection entry, bool mayTell)
    {
        var first = entry.Path[(entry.Path.IndexOf(':', StringComparison.Ordinal) + 1)..] + ":0";
        return mayTell
            ? Wrong(entry, entry.Value!, $"a list: {first}={entry.Value}")
            : new ConfigurationException($"{entry.Path} has a value; it must be a list, which begins with {first}.");
    }

    private static object Parse(IConfigurationSection entry, PropertyInfo property, string text)
    {
        var type = property.PropertyType;
        if (type == typeof(string))
        {
            return text;
        }

        if (type == typeof(bool))
        {
            return bool.TryParse(text, out var flag) ? flag : throw Wrong(entry, text, "true or false");
        }

        if (type.IsEnum)
        {
            var isName = Enum.GetNames(type).Contains(text, StringComparer.OrdinalIgnoreCase);
            return isName
                ? Enum.Parse(type, text, ignoreCase: true)
                : throw Wrong(entry, text, "one of " + string.Join(", ", Enum.GetNames(type)));
        }

        return Number(entry, property, text);
    }

    private static object Number(IConfigurationSection entry, PropertyInfo property, string text)
    {
        var range = property.GetCustomAttribute<RangeAttribute>()
            ?? throw new InvalidOperationException($"{property.DeclaringType!.Name}.{property.Name} has no Range.");
        var minimum = Convert.ToInt64(range.Minimum, CultureInfo.InvariantCulture);
        var maximum = Convert.ToInt64(range.Maximum, CultureInfo.InvariantCulture);
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            || number < minimum
            || number > maximum)
        {
            var right = string.Create(CultureInfo.InvariantCulture, $"a whole number from {minimum} to {maximum}");
            throw Wrong(entry, text, right);
        }

        return Convert.ChangeType(number, property.PropertyType, CultureInfo.InvariantCulture);
    }

    private static ConfigurationException Wrong(IConfigurationSection entry, string text, string right) =>
        new($"{entry.Path} is '{text}'; it must be {right}.");
}
