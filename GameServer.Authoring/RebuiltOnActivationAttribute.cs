namespace GameServer.Authoring;

/// <summary>
/// Marks a mutable field of a room that is not part of its state and is rebuilt in OnActivated: when an activation begins, and after a
/// failed turn was undone, since what the turn did to the field can't be.
/// </summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class RebuiltOnActivationAttribute : Attribute;
