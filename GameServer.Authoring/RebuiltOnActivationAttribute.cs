namespace GameServer.Authoring;

/// <summary>Marks a mutable field of a room that is not part of its state and is rebuilt in OnActivated.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class RebuiltOnActivationAttribute : Attribute;
