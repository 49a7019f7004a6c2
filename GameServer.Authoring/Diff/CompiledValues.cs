using System.Linq.Expressions;
using System.Reflection;
using Google.Protobuf;

namespace GameServer.Authoring.Diff;

/// <summary>
/// Compiles what is done with all singular values of a message type into one method: a tick compares every entity of a room, mostly
/// finds no difference, and copies what moved.
/// </summary>
internal static class CompiledValues
{
    internal const int DifferencesMax = 64;

    internal static Func<TMessage, TMessage, bool> Same<TMessage>(FieldPlan<TMessage>[] values)
        where TMessage : class, IMessage<TMessage>, new()
    {
        var left = Expression.Parameter(typeof(TMessage), "left");
        var right = Expression.Parameter(typeof(TMessage), "right");
        return Expression.Lambda<Func<TMessage, TMessage, bool>>(Same(values, left, right), left, right).Compile();
    }

    internal static Expression Same<TMessage>(FieldPlan<TMessage>[] values, Expression left, Expression right)
        where TMessage : class, IMessage<TMessage>, new() =>
        values.Select(value => Compare(value, left, right)).Aggregate((Expression)Expression.Constant(true), Expression.AndAlso);

    /// <summary>Whether two scalars, enums or strings are bit by bit the same.</summary>
    internal static Expression Equal(Expression left, Expression right) => left.Type == typeof(string)
        ? Expression.OrElse(Expression.ReferenceEqual(left, right), Expression.Equal(left, right))
        : Expression.Equal(Bits(left), Bits(right));

    /// <summary>A bit for each of the first <see cref="DifferencesMax"/> values: whether it differs.</summary>
    internal static Func<TMessage, TMessage, ulong> Differences<TMessage>(FieldPlan<TMessage>[] values)
        where TMessage : class, IMessage<TMessage>, new()
    {
        var left = Expression.Parameter(typeof(TMessage), "left");
        var right = Expression.Parameter(typeof(TMessage), "right");
        Expression bits = Expression.Constant(0UL);
        for (var i = 0; i < values.Length && i < DifferencesMax; i++)
        {
            var bit = Expression.Condition(Compare(values[i], left, right), Expression.Constant(0UL), Expression.Constant(1UL << i));
            bits = Expression.Or(bits, bit);
        }

        return Expression.Lambda<Func<TMessage, TMessage, ulong>>(bits, left, right).Compile();
    }

    internal static Action<TMessage, TMessage> Copy<TMessage>(FieldPlan<TMessage>[] values)
        where TMessage : class, IMessage<TMessage>, new()
    {
        var from = Expression.Parameter(typeof(TMessage), "from");
        var to = Expression.Parameter(typeof(TMessage), "to");
        Expression[] copies = [Expression.Empty(), .. values.Select(value => Copy(value, from, to))];
        return Expression.Lambda<Action<TMessage, TMessage>>(Expression.Block(copies), from, to).Compile();
    }

    private static Expression Compare<TMessage>(FieldPlan<TMessage> value, Expression left, Expression right)
        where TMessage : class, IMessage<TMessage>, new() =>
        PlainProperty(value) is { } property && property.PropertyType != typeof(ByteString)
            ? Equal(Expression.Property(left, property), Expression.Property(right, property))
            : Expression.Call(Expression.Constant(value), nameof(FieldPlan<TMessage>.Same), null, left, right);

    private static Expression Copy<TMessage>(FieldPlan<TMessage> value, Expression from, Expression to)
        where TMessage : class, IMessage<TMessage>, new() =>
        PlainProperty(value) is { } property
            ? Expression.Assign(Expression.Property(to, property), Expression.Property(from, property))
            : Expression.Call(Expression.Constant(value), nameof(FieldPlan<TMessage>.Copy), null, from, to);

    /// <summary>The property of a scalar or enum without presence; null for all others, which their plans treat.</summary>
    private static PropertyInfo? PlainProperty<TMessage>(FieldPlan<TMessage> value)
        where TMessage : class, IMessage<TMessage>, new()
    {
        var field = new TMessage().Descriptor.FindFieldByNumber(value.Number);
        return field.HasPresence ? null : typeof(TMessage).GetProperty(field.PropertyName);
    }

    /// <summary>Floats compare bit by bit, so that NaN equals itself and -0 differs from 0.</summary>
    private static Expression Bits(Expression value)
    {
        if (value.Type.IsEnum)
        {
            return Expression.Convert(value, typeof(int));
        }

        var bits = value.Type == typeof(float) ? nameof(BitConverter.SingleToInt32Bits)
            : value.Type == typeof(double) ? nameof(BitConverter.DoubleToInt64Bits) : null;
        return bits is null ? value : Expression.Call(typeof(BitConverter), bits, null, value);
    }
}
