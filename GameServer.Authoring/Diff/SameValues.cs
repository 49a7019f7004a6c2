using System.Linq.Expressions;
using Google.Protobuf;

namespace GameServer.Authoring.Diff;

/// <summary>
/// Compiles the comparison of all singular values of a message type into one method: a tick compares every entity of a room, and
/// mostly finds no difference.
/// </summary>
internal static class SameValues
{
    internal static Func<TMessage, TMessage, bool> Compile<TMessage>(FieldPlan<TMessage>[] values)
        where TMessage : class, IMessage<TMessage>, new()
    {
        var left = Expression.Parameter(typeof(TMessage), "left");
        var right = Expression.Parameter(typeof(TMessage), "right");
        Expression same = Expression.Constant(true);
        foreach (var value in values)
        {
            same = Expression.AndAlso(same, Compare(value, left, right));
        }

        return Expression.Lambda<Func<TMessage, TMessage, bool>>(same, left, right).Compile();
    }

    private static Expression Compare<TMessage>(FieldPlan<TMessage> value, Expression left, Expression right)
        where TMessage : class, IMessage<TMessage>, new()
    {
        var field = new TMessage().Descriptor.FindFieldByNumber(value.Number);
        var property = typeof(TMessage).GetProperty(field.PropertyName)!;
        var type = property.PropertyType;
        if (field.HasPresence || type == typeof(ByteString))
        {
            return Expression.Call(Expression.Constant(value), nameof(FieldPlan<TMessage>.Same), null, left, right);
        }

        return Expression.Equal(Bits(Expression.Property(left, property)), Bits(Expression.Property(right, property)));
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
