using GameServer.Client;
using GameServer.Protocol.V1;

namespace GameServer.Bench.Soak;

/// <summary>
/// A player that comes, plays one of the games for a while, loses its connection now and then, and goes: politely, without a word to the
/// room, or without a word to anybody. Then it comes as somebody else.
/// </summary>
internal sealed class SoakBot(Uri gateway, IReadOnlyList<SoakGame> games, SoakTally tally, Random random)
{
    private const int PauseMsMin = 20;
    private const int PauseMsMax = 200;
    private const int StepsMin = 5;
    private const int StepsMax = 60;
    private const int CutOneIn = 15;
    private const int CutMsMax = 400;
    private const int TryAgainMs = 100;

    private static readonly TimeSpan Forever = TimeSpan.FromDays(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Until it is told to stop; it has gone then.</summary>
    internal async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var network = new NetworkSimulation(random.Next());
            if (await ComeAsync(network, stop).ConfigureAwait(false) is not { } client)
            {
                continue;
            }

            await using (client)
            {
                await VisitAsync(client, network, stop).ConfigureAwait(false);
                Check(client);
            }
        }
    }

    // Nobody comes to a server that is just being killed.
    private async Task<GameClient?> ComeAsync(NetworkSimulation network, CancellationToken stop)
    {
        try
        {
            var client = await GameClient.ConnectAsync(
                gateway,
                new GameClientOptions
                {
                    Program = "GameServer.Bench soak",
                    ReconnectDelay = TimeSpan.FromMilliseconds(50),
                    ReconnectDelayMax = TimeSpan.FromMilliseconds(500),
                    Simulation = network,
                },
                CancellationToken.None).ConfigureAwait(false);
            client.CallbackFailed += failure => tally.Fault($"a callback failed: {failure.Message}");
            tally.Came();
            return client;
        }
        catch (ConnectionClosedException)
        {
            await PauseAsync(TryAgainMs, stop).ConfigureAwait(false);
            return null;
        }
    }

    private async Task VisitAsync(GameClient client, NetworkSimulation network, CancellationToken stop)
    {
        var game = games[random.Next(games.Count)];
        try
        {
            using var patience = new CancellationTokenSource(Patience);
            var place = await game.EnterAsync(client, random, patience.Token).ConfigureAwait(false);
            await PlayAsync(game, place, network, stop).ConfigureAwait(false);
            await GoAsync(place, network).ConfigureAwait(false);
        }
        catch (RequestRefusedException refused) when (refused.Code == ErrorCode.NotInRoom)
        {
            // It left a volatile room that a kill had taken away just then.
        }
        catch (Exception failure) when (failure is RequestRefusedException or ConnectionClosedException or OperationCanceledException)
        {
            tally.Fault($"{game.Name}: {failure.Message}");
        }
    }

    private async Task PlayAsync(SoakGame game, SoakPlace place, NetworkSimulation network, CancellationToken stop)
    {
        for (var steps = random.Next(StepsMin, StepsMax); steps > 0 && !stop.IsCancellationRequested && !place.HasLeft(); steps--)
        {
            var outcome = place.SendAsync();
            if (random.Next(CutOneIn) == 0)
            {
                tally.Cut();
                network.CutNow(TimeSpan.FromMilliseconds(random.Next(CutMsMax)));
            }

            Take(game, await outcome.WaitAsync(Patience, CancellationToken.None).ConfigureAwait(false), place);
            await PauseAsync(random.Next(PauseMsMin, PauseMsMax), stop).ConfigureAwait(false);
        }
    }

    private void Take(SoakGame game, CommandOutcome? outcome, SoakPlace place)
    {
        switch (outcome)
        {
            case null:
                return;
            case CommandOutcome.Applied or CommandOutcome.Rejected or CommandOutcome.Forgotten:
                tally.Answered();
                return;
            case CommandOutcome.Unknown or CommandOutcome.NotSent when place.HasLeft():
                // The room went with the process that was killed.
                return;
            case CommandOutcome.Failed or CommandOutcome.BadPayload or CommandOutcome.StateLimit or CommandOutcome.Refused
                or CommandOutcome.Unknown or CommandOutcome.NotSent:
                tally.Fault($"{game.Name}: a command was answered {outcome}");
                return;
        }
    }

    private async Task GoAsync(SoakPlace place, NetworkSimulation network)
    {
        switch (random.Next(3))
        {
            case 0:
                // Leaves the room, then the server.
                await place.LeaveAsync().ConfigureAwait(false);
                return;
            case 1:
                // Closes the connection: the session waits for it to come back, and the room keeps its place.
                return;
            default:
                tally.Vanished();
                network.CutNow(Forever);
                return;
        }
    }

    private void Check(GameClient client)
    {
        if (client.Statistics.HashMismatches > 0)
        {
            tally.Fault($"{client.Statistics.HashMismatches} states differed from the room's");
        }

        if (client.ClosedInfo is { } closed)
        {
            tally.Fault($"a session ended: {closed.Code} {closed.Reason}");
        }

        tally.Resumed(client.Statistics.Reconnects);
    }

    private static async Task PauseAsync(int milliseconds, CancellationToken stop)
    {
        try
        {
            await Task.Delay(milliseconds, stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Told to stop.
        }
    }
}
