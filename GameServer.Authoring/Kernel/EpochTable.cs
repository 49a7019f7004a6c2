using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;

namespace GameServer.Authoring.Kernel;

/// <summary>
/// At which version each of a room's activations began: what tells a position that really was from one that was lost with its activation.
/// On the room's turn.
/// </summary>
internal sealed class EpochTable
{
    /// <summary>Activations remembered; positions of elder ones are foreign.</summary>
    internal const int RowsMax = 64;

    private readonly List<(ulong Epoch, ulong Version)> _rows = [];

    /// <summary>The newest; 0: there is none.</summary>
    internal ulong Last => _rows.Count == 0 ? 0 : _rows[^1].Epoch;

    internal IEnumerable<EpochRow> Rows => _rows.Select(row => new EpochRow { Epoch = row.Epoch, Version = row.Version });

    /// <summary>An activation began at the version; the first to say so counts.</summary>
    internal void Add(ulong epoch, ulong version)
    {
        if (_rows.Count > 0 && _rows[^1].Epoch == epoch)
        {
            return;
        }

        if (_rows.Count > 0 && (_rows[^1].Epoch > epoch || _rows[^1].Version > version))
        {
            var (last, at) = _rows[^1];
            throw new RoomHistoryException($"Epoch {epoch} began at version {version}, after epoch {last} at {at}.");
        }

        _rows.Add((epoch, version));
        if (_rows.Count > RowsMax)
        {
            _rows.RemoveAt(0);
        }
    }

    /// <summary>Whether a position of an elder activation belongs to what the room has gone on from.</summary>
    internal bool Was(Position position)
    {
        if (_rows.Count == RowsMax && position.Epoch.Value < _rows[0].Epoch)
        {
            return false;
        }

        var next = _rows.FindIndex(row => row.Epoch > position.Epoch.Value);
        return next >= 0 && position.Version.Value <= _rows[next].Version;
    }
}
