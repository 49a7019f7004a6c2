using GameServer.Rooms;
using Microsoft.Extensions.DependencyInjection;

namespace GameServer.Tests.EndToEnd.Crash;

/// <summary>Puts a faulty store before the real one.</summary>
internal static class FaultyStores
{
    internal static void Put(StoreFault fault, IServiceCollection services)
    {
        switch (fault)
        {
            case StoreFault.None:
                return;
            case StoreFault.Hasty:
                Put(services, store => new HastyStore(store));
                return;
            case StoreFault.Forgetful:
                Put(services, store => new ForgetfulStore(store));
                return;
        }
    }

    /// <summary>Puts something of the test's before the store that the server made.</summary>
    internal static void Put(IServiceCollection services, Func<IRoomStore, IRoomStore> before)
    {
        var real = services.Last(service => service.ServiceType == typeof(IRoomStore));
        services.Remove(real);
        services.AddSingleton(provider => before((IRoomStore)real.ImplementationFactory!(provider)));
    }
}
