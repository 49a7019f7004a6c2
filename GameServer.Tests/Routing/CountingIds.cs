using System.Globalization;
using GameServer.Identity;

namespace GameServer.Tests.Routing;

/// <summary>Ids that a person can tell apart.</summary>
internal sealed class CountingIds : IIdSource
{
    private int _last;

    public string NewId() => "id" + (++_last).ToString("D4", CultureInfo.InvariantCulture);
}
