using GameServer.Bench.Chaos;
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
                HastyStore.Put(services);
                return;
            case StoreFault.Forgetful:
                StoreInFront.Put(services, store => new ForgetfulStore(store));
                return;
        }
    }
}
