using System.Globalization;
using GameServer.Protocol.Identity;

namespace GameServer.Identity;

/// <summary>
/// One life of a node: whoever starts again under the same name is another incarnation, and so is a process that goes on after it was
/// revoked. A value.
/// </summary>
/// <param name="Value">
/// Unique over all lives of all nodes: the name of the process and, from its second life on, "~" and which it is.
/// </param>
internal readonly record struct Incarnation(string Value)
{
    private const char Mark = '~';

    /// <summary>The process whose life it is.</summary>
    internal NodeId Process => new(At < 0 ? Value : Value[..At]);

    /// <summary>Which of the process's lives it is, from 1.</summary>
    internal int Life => At < 0 ? 1 : int.Parse(Value.AsSpan(At + 1), NumberStyles.None, CultureInfo.InvariantCulture);

    private int At => Value.IndexOf(Mark, StringComparison.Ordinal);

    /// <summary>The process's life after this one.</summary>
    internal Incarnation Next() => new(string.Create(CultureInfo.InvariantCulture, $"{Process}{Mark}{Life + 1}"));

    /// <inheritdoc />
    public override string ToString() => Value;
}
