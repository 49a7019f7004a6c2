using GameServer.Authoring;
using GameServer.Authoring.Kernel;
using GameServer.Games.Feed;
using GameServer.Games.Lobby;
using GameServer.Protocol.Identity;
using GameServer.Rooms;
using Microsoft.Extensions.DependencyInjection;

namespace GameServer;

/// <summary>Gathers the room types while the server is put together.</summary>
internal sealed class RoomCatalog : IRoomCatalog
{
    /// <summary>A snapshot with all that is not state must fit into the store.</summary>
    private const int StoredStateBytesMax = IRoomStore.RecordBytesMax / 2;

    // What these say is their node's: each node has its own, and no other node need know of it.
    private static readonly Type[] OfTheirNode = [typeof(LobbyRoom), typeof(FeedRoom)];

    private readonly Dictionary<string, Type> _classes = [];

    /// <inheritdoc />
    public IRoomCatalog Add<TRoom>(string name)
        where TRoom : class
    {
        if (!_classes.TryAdd(name, typeof(TRoom)))
        {
            throw new ConfigurationException(
                $"The room type '{name}' is registered twice: {_classes[name].Name} and {typeof(TRoom).Name}.");
        }

        return this;
    }

    /// <exception cref="ConfigurationException">A class cannot be run as a room; the message says why.</exception>
    internal RoomTypes ToTypes(IServiceProvider services, int outboxBytesMax, bool isClustered, Release release)
    {
        var types = _classes.Select(entry => ToType(entry.Key, entry.Value, services, outboxBytesMax) with
        {
            IsClustered = isClustered && !OfTheirNode.Contains(entry.Value),
        });
        return new RoomTypes(types.ToList(), release.LogFormat);
    }

    /// <summary>The classes alone: none of the authors' code runs.</summary>
    /// <exception cref="ConfigurationException">A class cannot be run as a room; the message says why.</exception>
    internal IReadOnlyDictionary<RoomTypeName, RoomClass> ToClasses() =>
        _classes.Select(entry => Class(entry.Key, entry.Value)).ToDictionary(each => each.Name);

    private static RoomClass Class(string name, Type type) => RoomClass.Of(type, name) switch
    {
        RoomClassAnswer.Fit fit => fit.Class,
        RoomClassAnswer.Unfit unfit => throw new ConfigurationException(unfit.Reason),
        var other => throw new InvalidOperationException($"{other} is no verdict on a room class."),
    };

    private static RoomType ToType(string name, Type type, IServiceProvider services, int outboxBytesMax)
    {
        var roomClass = Class(name, type);
        var make = ActivatorUtilities.CreateFactory(type, Type.EmptyTypes);
        var sample = Sample(make, services, roomClass);
        if (roomClass.Refusal(sample) is { } refusal)
        {
            throw new ConfigurationException(refusal);
        }

        var settings = roomClass.Settings(sample);
        if (settings.Durability is not Durability.VolatileDurability && settings.StateBytesMax > StoredStateBytesMax)
        {
            throw new ConfigurationException(
                $"Room type '{name}' is durable and its StateBytesMax is {settings.StateBytesMax}; it must be "
                + $"{StoredStateBytesMax} or less.");
        }

        var needed = 2L * Math.Max(settings.StateBytesMax, settings.ReplayBytesMax);
        return needed <= outboxBytesMax
            ? new RoomType(roomClass, settings, () => make(services, null))
            : throw new ConfigurationException(
                $"GameServer:Gateway:OutboxBytesMax is '{outboxBytesMax}'; for room type '{name}' it must be twice its StateBytesMax and "
                + $"its ReplayBytesMax, {needed} or more.");
    }

    private static object Sample(ObjectFactory make, IServiceProvider services, RoomClass roomClass)
    {
        try
        {
            return make(services, null);
        }
        catch (InvalidOperationException cause)
        {
            throw new ConfigurationException($"Room type '{roomClass.Name}': {cause.Message}");
        }
    }
}
