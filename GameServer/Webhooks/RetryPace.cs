namespace GameServer.Webhooks;

/// <summary>When what failed is tried again: later and later, and never all of it at once. Pure.</summary>
internal sealed class RetryPace(TimeSpan first, TimeSpan last)
{
    /// <summary>An endpoint that fails is looked at again after this at the latest.</summary>
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(30);

    /// <summary>After so many failures in a row an endpoint gets a pause: one that refuses something now and then does not.</summary>
    internal const int FailuresToPause = 3;

    /// <summary>Of what has failed so many times: half of the whole time and a random part of the other half.</summary>
    internal TimeSpan Retry(int failures, ulong random)
    {
        var whole = first * Math.Pow(2, Math.Min(failures - 1, 30));
        var bounded = whole < last ? whole : last;
        return bounded * (0.5 + (0.5 * (random / (double)ulong.MaxValue)));
    }

    /// <summary>Of an endpoint that has failed so many times in a row; null: none.</summary>
    internal TimeSpan? Pause(int failures, ulong random)
    {
        if (failures < FailuresToPause)
        {
            return null;
        }

        var pause = Retry(failures - FailuresToPause + 1, random);
        return pause < PauseMax ? pause : PauseMax;
    }
}
