using System.Reflection;
using GameServer.Protocol.Patches;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace GameServer.Authoring.Diff;

/// <summary>Makes the field plans of a message type by reflection, once.</summary>
internal static class PlanBuilder
{
    internal const BindingFlags Anywhere = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    internal static FieldPlan<TMessage>[] Fields<TMessage>()
        where TMessage : class, IMessage<TMessage>, new() =>
        [.. new TMessage().Descriptor.Fields.InFieldNumberOrder().Select(Field<TMessage>)];

    private static FieldPlan<TMessage> Field<TMessage>(FieldDescriptor field)
        where TMessage : class, IMessage<TMessage>, new()
    {
        var message = typeof(TMessage);
        var type = message.GetProperty(field.PropertyName)!.PropertyType;
        var access = Make(typeof(PropertyAccess<,>), [message, type], field);
        var plan = field switch
        {
            { IsMap: true } => Map(field, message, type, access),
            { IsRepeated: true } => Make(
                typeof(RepeatedPlan<,>), [message, type.GenericTypeArguments[0]], field, access,
                ValueKinds.Of(field, type.GenericTypeArguments[0])),
            _ when FieldKinds.IsPatchable(field) => Make(typeof(MessageFieldPlan<,>), [message, type], field, access),
            _ => Make(typeof(ValuePlan<,>), [message, type], field, access, ValueKinds.Of(field, type)),
        };
        return (FieldPlan<TMessage>)plan;
    }

    private static object Map(FieldDescriptor field, Type message, Type type, object access)
    {
        var (key, value) = (type.GenericTypeArguments[0], type.GenericTypeArguments[1]);
        var keys = ValueKinds.Of(FieldKinds.KeyOf(field), key);
        var valueField = FieldKinds.ValueOf(field);
        return FieldKinds.IsPatchable(valueField)
            ? Make(typeof(MessageMapPlan<,,>), [message, key, value], field, access, keys)
            : Make(typeof(ValueMapPlan<,,>), [message, key, value], field, access, keys, ValueKinds.Of(valueField, value));
    }

    private static object Make(Type open, Type[] arguments, params object[] values) =>
        Activator.CreateInstance(open.MakeGenericType(arguments), values)!;
}
