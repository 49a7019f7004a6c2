namespace GameServer;

/// <summary>
/// The configuration is wrong and the server does not start. The message is one line: the key, its value, what would be right.
/// </summary>
internal sealed class ConfigurationException(string message) : Exception(message);
