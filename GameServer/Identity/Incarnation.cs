namespace GameServer.Identity;

/// <summary>One life of a node: whoever starts again under the same name is another incarnation. A value.</summary>
/// <param name="Value">Unique over all lives of all nodes.</param>
internal readonly record struct Incarnation(string Value)
{
    internal GameServer.Protocol.Identity.NodeId Process => new(Value.Split('~')[0]);

    /// <inheritdoc />
    public override string ToString() => Value;
}
