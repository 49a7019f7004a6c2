using GameServer.Client;
using GameServer.Protocol.V1;
using GameServer.Tests.Client;
using GameServer.Tests.EndToEnd.Oracle;

namespace GameServer.Tests.EndToEnd.Webhooks;

/// <summary>Plays matches to their end.</summary>
internal static class MatchPlayer
{
    internal static Task<GameClient> ConnectAsync(Uri address) => Eventually.Of(
        GameClient.ConnectAsync(address, new GameClientOptions { ReconnectDelayMax = TimeSpan.FromMilliseconds(500) }), "the session");

    /// <summary>A match that has its key for a name; with so many commands, the last of which ends it, before this is done.</summary>
    internal static async Task PlayAsync(GameClient client, string type, string key, int commands)
    {
        var left = new TaskCompletionSource<RoomLeft>(TaskCreationOptions.RunContinuationsAsynchronously);
        var room = await JoinAsync(client, type, key, left.SetResult);
        for (var number = 1; number < commands; number++)
        {
            await SendAsync(room, (ulong)number);
        }

        var ending = room.SendAsync(new OracleCommand { Number = Match.Last });
        (await Eventually.Of(left.Task, $"the end of {key}")).Reason.ShouldBe(RoomLeft.Types.Reason.RoomClosed);
        await Eventually.Of(ending.ContinueWith(static _ => { }, TaskScheduler.Default), "the end of the last command");
    }

    internal static Task<RoomHandle<OracleState, OracleCommand, OracleEvent>> JoinAsync(
        GameClient client, string type, string key, Action<RoomLeft>? left = null) => Eventually.Of(
        client.JoinAsync(
            new RoomDefinition<OracleState, OracleCommand, OracleEvent>(type, OracleState.Parser, OracleEvent.Parser),
            JoinTarget.Key(key),
            subscribe: room => room.Left += left),
        key);

    internal static async Task SendAsync(RoomHandle<OracleState, OracleCommand, OracleEvent> room, ulong number)
    {
        var reply = await Eventually.Of(room.SendAsync(new OracleCommand { Number = number }), $"an answer to {number}");
        reply.Outcome.ShouldBe(CommandOutcome.Applied, reply.Reason);
    }
}
