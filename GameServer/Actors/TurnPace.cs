namespace GameServer.Actors;

/// <summary>
/// Whether a mailbox's turns are slow. After a slow turn it has to run some short ones elsewhere before it counts as quick again: the more
/// often it was slow, the more, so that one pause of the whole process costs little and a heavy room is left alone. On its turn.
/// </summary>
internal struct TurnPace
{
    internal const int FirstPenalty = 8;
    internal const int LastPenalty = 128;

    private byte _owed;
    private byte _penalty;
    private byte _forgiving;

    /// <summary>True while short turns are owed.</summary>
    internal readonly bool IsSlow => _owed > 0;

    internal void Add(bool wasSlow)
    {
        if (wasSlow)
        {
            _penalty = (byte)Math.Clamp(_penalty * 2, FirstPenalty, LastPenalty);
            _owed = _penalty;
            _forgiving = LastPenalty;
        }
        else if (_owed > 0)
        {
            _owed--;
        }
        else if (_forgiving > 0 && --_forgiving == 0)
        {
            _penalty = 0;
        }
    }
}
