namespace GameServer.Storage;

/// <summary>The store cannot be opened. The message is one line for the operator, without any password.</summary>
internal sealed class StoreStartException(string message, Exception? cause = null) : Exception(message, cause);
