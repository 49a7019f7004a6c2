using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using Google.Protobuf;

namespace GameServer.Authoring.Kernel;

/// <summary>
/// The fields of a room class. What matters of a room is in its state: what a rollback could not undo and a new activation would
/// not have, must not hide in a field.
/// </summary>
internal static class RoomFields
{
    /// <summary>The first field that can change beside the state, as a sentence; null: there is none.</summary>
    internal static string? Refusal(Type roomClass) => Of(roomClass).Where(field => !IsRebuilt(field)).Select(Refusal).FirstOrDefault(
        refusal => refusal is not null);

    internal static bool AnyRebuilt(Type roomClass) => Of(roomClass).Any(IsRebuilt);

    private static IEnumerable<FieldInfo> Of(Type roomClass)
    {
        for (var type = roomClass; type is not null && !IsRoom(type); type = type.BaseType)
        {
            var fields = type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly);
            foreach (var field in fields)
            {
                yield return field;
            }
        }
    }

    private static bool IsRoom(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Room<,,>);

    private static bool IsRebuilt(FieldInfo field) =>
        field.IsDefined(typeof(RebuiltOnActivationAttribute))
        || (PropertyOf(field) is { } property && property.IsDefined(typeof(RebuiltOnActivationAttribute)));

    private static string? Refusal(FieldInfo field)
    {
        const string Remedy = "put it into the state, or mark it [RebuiltOnActivation] and fill it in OnActivated.";
        if (!field.IsInitOnly && !IsConstructorParameter(field))
        {
            return $"{NameOf(field)} can be assigned after construction; make it readonly, {Remedy}";
        }

        return IsMutableKind(field.FieldType)
            ? $"{NameOf(field)} holds a {field.FieldType.Name}, which can change beside the state; {Remedy}"
            : null;
    }

    /// <summary>The compiler keeps a primary constructor's parameter in a field that it does not mark readonly.</summary>
    private static bool IsConstructorParameter(FieldInfo field) =>
        field.Name.StartsWith('<')
        && field.Name.EndsWith(">P", StringComparison.Ordinal)
        && field.IsDefined(typeof(CompilerGeneratedAttribute));

    private static bool IsMutableKind(Type type) =>
        type.IsArray
        || type == typeof(StringBuilder)
        || typeof(IMessage).IsAssignableFrom(type)
        || (IsCollection(type) && type.Namespace is not ("System.Collections.Immutable" or "System.Collections.Frozen"));

    private static bool IsCollection(Type type) => type.GetInterfaces().Append(type).Any(candidate =>
        candidate == typeof(IList)
        || candidate == typeof(IDictionary)
        || candidate == typeof(ICollection)
        || (candidate.IsGenericType && candidate.GetGenericTypeDefinition() == typeof(ICollection<>)));

    private static PropertyInfo? PropertyOf(FieldInfo field)
    {
        const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        return IsBackingField(field) ? field.DeclaringType!.GetProperty(NameInBrackets(field), Any) : null;
    }

    private static bool IsBackingField(FieldInfo field) =>
        field.Name.StartsWith('<') && field.Name.EndsWith(">k__BackingField", StringComparison.Ordinal);

    private static string NameInBrackets(FieldInfo field) => field.Name[1..field.Name.IndexOf('>')];

    private static string NameOf(FieldInfo field) => field.Name.StartsWith('<')
        ? $"the property or parameter '{NameInBrackets(field)}'"
        : $"the field '{field.Name}'";
}
