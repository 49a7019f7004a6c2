using System.Globalization;
using GameServer.Identity;

namespace GameServer.Tests.Simulation;

/// <summary>Ids from the seed.</summary>
internal sealed class SimIds(SimRandom random) : IIdSource
{
    public string NewId() => random.Next().ToString("x16", CultureInfo.InvariantCulture);
}
