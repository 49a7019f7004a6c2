namespace GameServer.Authoring.Kernel;

/// <summary>Which of the author's handlers runs now. Written on the room's turn, read from any thread.</summary>
internal sealed class RunningHandler
{
    private volatile string? _name;

    internal string? Name => _name;

    /// <summary>A handler that throws leaves its name, for the fault's report; whoever catches calls this with null.</summary>
    internal void Is(string? name) => _name = name;

    /// <summary>Hands out what a room may use only inside its handlers.</summary>
    internal T Of<T>(T value) => _name is null
        ? throw new InvalidOperationException(
            "A room can be used only on its own turn: inside a handler, or in the `then` of Await, Rooms.Create and Rooms.Reserve.")
        : value;
}
