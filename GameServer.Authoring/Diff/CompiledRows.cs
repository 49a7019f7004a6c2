using System.Linq.Expressions;
using Google.Protobuf;

namespace GameServer.Authoring.Diff;

/// <summary>
/// Compiles into one method the walk over a map of flat messages beside its published rows: with the fields compared in the loop itself a
/// row costs half of what a call per row costs, and a tick walks all entities of its room.
/// </summary>
internal static class CompiledRows
{
    /// <summary>See <see cref="SkipSame{TKey, TValue, TStored}"/>.</summary>
    internal static SkipSame<TKey, TValue, SeenMessage<TValue>> Compile<TKey, TValue>(FieldPlan<TValue>[] values)
        where TKey : notnull
        where TValue : class, IMessage<TValue>, new()
    {
        var live = Expression.Parameter(typeof(LinkedListNode<KeyValuePair<TKey, TValue>>).MakeByRefType(), "live");
        var rows = Expression.Parameter(typeof(MapRow<TKey, SeenMessage<TValue>>[]), "rows");
        var from = Expression.Parameter(typeof(int), "from");
        var to = Expression.Parameter(typeof(int), "to");
        var node = Expression.Variable(typeof(LinkedListNode<KeyValuePair<TKey, TValue>>), "node");
        var index = Expression.Variable(typeof(int), "index");
        var left = Expression.Variable(typeof(TValue), "left");
        var right = Expression.Variable(typeof(TValue), "right");
        var end = Expression.Label("end");
        var row = Expression.ArrayAccess(rows, index);
        var entry = Expression.Property(node, "Value");
        var sameKey = CompiledValues.Equal(Expression.Property(entry, "Key"), Expression.Property(row, "Key"));
        var stop = Expression.Break(end);
        var step = Expression.Block(
            Expression.IfThen(
                Expression.OrElse(
                    Expression.ReferenceEqual(node, Expression.Constant(null)), Expression.GreaterThanOrEqual(index, to)),
                stop),
            Expression.IfThen(Expression.Not(sameKey), stop),
            Expression.Assign(left, Expression.Property(entry, "Value")),
            Expression.Assign(right, Expression.Property(Expression.Property(row, "Stored"), "Values")),
            Expression.IfThen(Expression.Not(CompiledValues.Same(values, left, right)), stop),
            Expression.Assign(node, Expression.Property(node, "Next")),
            Expression.PreIncrementAssign(index));
        var body = Expression.Block(
            [node, index, left, right],
            Expression.Assign(node, live),
            Expression.Assign(index, from),
            Expression.Loop(step, end),
            Expression.Assign(live, node),
            index);
        return Expression.Lambda<SkipSame<TKey, TValue, SeenMessage<TValue>>>(body, live, rows, from, to).Compile();
    }
}
