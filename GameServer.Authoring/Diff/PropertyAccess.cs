using System.Reflection;
using Google.Protobuf.Reflection;

namespace GameServer.Authoring.Diff;

/// <summary>The generated property of a field, as delegates: no reflection and no boxing after they are made.</summary>
internal sealed class PropertyAccess<TMessage, TValue>
    where TMessage : class
{
    private readonly Func<TMessage, bool>? _has;

    public PropertyAccess(FieldDescriptor field)
    {
        var property = typeof(TMessage).GetProperty(field.PropertyName)!;
        Get = property.GetMethod!.CreateDelegate<Func<TMessage, TValue>>();
        Set = property.SetMethod is null ? (_, _) => { } : property.SetMethod.CreateDelegate<Action<TMessage, TValue>>();
        HasPresence = field.HasPresence;
        if (field.HasPresence && field.FieldType == FieldType.Message)
        {
            _has = message => Get(message) is not null;
            Clear = message => Set(message, default!);
        }
        else if (field.HasPresence)
        {
            _has = typeof(TMessage).GetProperty("Has" + field.PropertyName)!.GetMethod!.CreateDelegate<Func<TMessage, bool>>();
            Clear = Method("Clear" + field.PropertyName).CreateDelegate<Action<TMessage>>();
        }
        else
        {
            Clear = message => Set(message, default!);
        }
    }

    internal bool HasPresence { get; }

    internal Func<TMessage, TValue> Get { get; }

    internal Action<TMessage, TValue> Set { get; }

    internal Action<TMessage> Clear { get; }

    /// <summary>Always true for fields that cannot tell their default from being absent.</summary>
    internal bool Has(TMessage message) => _has is null || _has(message);

    private static MethodInfo Method(string name) => typeof(TMessage).GetMethod(name, Type.EmptyTypes)!;
}
