using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;

namespace GameServer.Rooms;

/// <summary>
/// How many rooms players have had made in this second, and each of them in this minute. Counted in windows that begin with a room, so that
/// what is remembered is bounded by what was made. Used on the room host's turn.
/// </summary>
internal sealed class RoomBirths(RoomOptions options)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Dictionary<PlayerId, int> _ofPlayers = [];
    private DateTimeOffset _secondEnds;
    private DateTimeOffset _minuteEnds;
    private int _inSecond;

    /// <summary>Counts a room that is made for a player. An error: it is not to be made now.</summary>
    internal Error? Refusal(PlayerId player, DateTimeOffset now)
    {
        if (now >= _secondEnds)
        {
            (_secondEnds, _inSecond) = (now + Second, 0);
        }

        if (now >= _minuteEnds)
        {
            _minuteEnds = now + Minute;
            _ofPlayers.Clear();
        }

        var ofPlayer = _ofPlayers.GetValueOrDefault(player);
        if (ofPlayer >= options.MadePerPlayerPerMinute)
        {
            return Later("This player has had too many rooms made.", _minuteEnds - now);
        }

        if (_inSecond >= options.MadePerSecond)
        {
            return Later("Too many rooms are being made on this node.", _secondEnds - now);
        }

        _ofPlayers[player] = ofPlayer + 1;
        _inSecond++;
        return null;
    }

    /// <summary>What was counted was there already. The windows may have ended since.</summary>
    internal void Undo(PlayerId player)
    {
        _inSecond = Math.Max(0, _inSecond - 1);
        if (_ofPlayers.TryGetValue(player, out var made) && made > 0)
        {
            _ofPlayers[player] = made - 1;
        }
    }

    private static Error Later(string message, TimeSpan after) => new()
    {
        Code = ErrorCode.RateLimited,
        Message = message,
        Retry = Error.Types.Retry.Later,
        RetryAfterMs = (uint)Math.Ceiling(after.TotalMilliseconds),
    };
}
