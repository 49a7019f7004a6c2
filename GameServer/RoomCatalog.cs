using GameServer.Authoring;
using GameServer.Authoring.Kernel;
using GameServer.Rooms;
using Microsoft.Extensions.DependencyInjection;

namespace GameServer;

/// <summary>Gathers the room types while the server is put together.</summary>
internal sealed class RoomCatalog : IRoomCatalog
{
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
    internal RoomTypes ToTypes(IServiceProvider services, int outboxBytesMax) =>
        new(_classes.Select(entry => ToType(entry.Key, entry.Value, services, outboxBytesMax)).ToList());

    private static RoomType ToType(string name, Type type, IServiceProvider services, int outboxBytesMax)
    {
        var roomClass = RoomClass.Of(type, name) switch
        {
            RoomClassAnswer.Fit fit => fit.Class,
            RoomClassAnswer.Unfit unfit => throw new ConfigurationException(unfit.Reason),
            var other => throw new InvalidOperationException($"{other} is no verdict on a room class."),
        };
        var make = ActivatorUtilities.CreateFactory(type, Type.EmptyTypes);
        var sample = Sample(make, services, roomClass);
        if (roomClass.Refusal(sample) is { } refusal)
        {
            throw new ConfigurationException(refusal);
        }

        var settings = roomClass.Settings(sample);
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
