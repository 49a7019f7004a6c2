using GameServer.Bench.Load.Client;

namespace GameServer.Bench.Abuse;

/// <summary>Who of the abuse does what, and from which address.</summary>
internal sealed class AbusePlaces
{
    private const int IdlePerAddress = 500;
    private const byte IdleAddress = 60;
    private const byte RoomAddress = 30;
    private const byte FloodAddress = 20;

    // The game's is room 0.
    private const int BusyRoom = 1;

    private readonly AbuseOptions _options;
    private readonly GameDialect _silent;
    private readonly GameDialect _members;

    internal AbusePlaces(AbuseOptions options, ClientEvents events)
    {
        _options = options;
        _silent = new GameDialect(events, roomType: null);
        _members = new GameDialect(events, "relay");
    }

    internal int Count => _options.Idle + _options.Talkers + _options.Deaf + _options.Flooders;

    internal AbuseRole RoleOf(int number) =>
        number < _options.Idle ? AbuseRole.Idle
        : number < _options.Idle + _options.Talkers ? AbuseRole.Talker
        : number < _options.Idle + _options.Talkers + _options.Deaf ? AbuseRole.Deaf
        : AbuseRole.Flooder;

    /// <summary>One that has no connection yet. Whoever comes back is another.</summary>
    internal LoadClient NewClient(int number) => RoleOf(number) switch
    {
        AbuseRole.Idle => New(number, _silent, (byte)(IdleAddress + (number / IdlePerAddress))),
        AbuseRole.Talker or AbuseRole.Deaf => New(number, _members, RoomAddress),
        AbuseRole.Flooder => New(number, _silent, FloodAddress),
    };

    private static LoadClient New(int number, GameDialect dialect, byte address) =>
        new(number, new RoomPlace(BusyRoom, 0, 0), dialect, address);
}
