namespace GameServer.Authoring;

/// <summary>The room types of a server; filled before it starts, on the thread that starts it.</summary>
public interface IRoomCatalog
{
    /// <summary>Registers a room class. Its constructor's parameters are injected for each room.</summary>
    /// <param name="name">What clients ask for: 1 to 64 letters, digits, '.', '_' and '-'; unique.</param>
    /// <typeparam name="TRoom">A class derived from <see cref="Room{TState,TCommand,TEvent}"/>.</typeparam>
    /// <returns>The same catalog.</returns>
    IRoomCatalog Add<TRoom>(string name)
        where TRoom : class;
}
