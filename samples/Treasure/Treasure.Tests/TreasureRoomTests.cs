using GameServer.Authoring;
using GameServer.Protocol.V1;

namespace Treasure.Tests;

/// <summary>The whole game on the server's own kernel: no socket, no clock.</summary>
public sealed class TreasureRoomTests
{
    private readonly RoomHarness<TreasureState, TreasureCommand, TreasureEvent> _room = RoomHarness.Of(new TreasureRoom());

    [Fact]
    public void What_cannot_be_dug_is_refused_with_a_sentence()
    {
        var (ada, bob) = (_room.Join("Ada"), _room.Join("Bob"));
        var (first, second) = (Closed(Ground.Sand)[0], Closed(Ground.Sand)[1]);

        Assert.Equal("There is nothing but the sea.", Dig(ada, 10_000));
        Assert.Equal("", Dig(ada, first));
        Assert.Equal("You have one spade only, and it is in the ground.", Dig(ada, second));
        Assert.Equal("Somebody is digging there.", Dig(bob, first));
        _room.Advance(1.Seconds());
        Assert.Equal("There is a hole already.", Dig(bob, first));
        Assert.Equal("This game knows one command: dig.", bob.Send(new TreasureCommand()).Reason);
    }

    [Theory]
    [InlineData(Ground.Sand, 1)]
    [InlineData(Ground.Jungle, 2)]
    [InlineData(Ground.Rock, 4)]
    public void A_hole_is_open_when_its_ground_has_been_dug_and_not_before(Ground ground, int seconds)
    {
        var ada = _room.Join("Ada");
        var square = Closed(ground)[0];

        Dig(ada, square);
        _room.Advance(seconds.Seconds() - 1.Milliseconds());
        Assert.False(ada.State.Squares[square].Open);
        Assert.Equal(square, ada.State.Diggers[ada.Number].Square);

        _room.Advance(1.Milliseconds());
        Assert.True(ada.State.Squares[square].Open);
        Assert.Equal(0u, ada.State.Diggers[ada.Number].Square);
    }

    [Fact]
    public void Who_goes_away_drops_the_spade_and_keeps_the_place()
    {
        var (ada, bob) = (_room.Join("Ada"), _room.Join("Bob"));
        var square = Closed(Ground.Rock)[0];
        Dig(ada, square);

        ada.Disconnect();
        _room.Advance(10.Seconds());
        Assert.False(_room.State.Squares[square].Open);
        Assert.True(bob.State.Diggers[ada.Number].Away);
        Assert.Equal("", Dig(bob, square));

        ada.Reconnect();
        Assert.False(bob.State.Diggers[ada.Number].Away);
        Assert.Equal(_room.State, ada.State);

        bob.Leave();
        Assert.Equal("", Dig(ada, square));
    }

    [Fact]
    public void All_chests_are_found_then_the_tide_comes_in_and_another_island_rises()
    {
        var (ada, bob) = (_room.Join("Ada"), _room.Join("Bob"));
        var found = new List<uint>();
        while (_room.State.Chests > 0)
        {
            Assert.Equal($"{8 - found.Count}", _room.Properties[TreasureRoom.ChestsProperty]);
            Dig(ada, Closed()[0]);
            _room.Advance(4.Seconds());
            found = [.. bob.Events.Where(told => told.Found is not null).Select(told => told.Found.Coins)];
        }

        Assert.Equal(8, found.Count);
        var flooded = bob.Events[^1].Flooded;
        Assert.Equal(((uint)ada.Number, (uint)found.Sum(coins => coins)), (flooded.Winner, flooded.Coins));
        Assert.Equal(flooded.Coins, bob.State.Diggers[ada.Number].Coins);
        if (Closed() is [var left, ..])
        {
            Assert.Equal("The tide is coming in: wait for the next island.", Dig(bob, left));
        }

        _room.Advance(8.Seconds());
        Assert.Equal((2u, 8u), (bob.State.Island, bob.State.Chests));
        Assert.All(bob.State.Squares.Values, square => Assert.False(square.Open));
        Assert.All(bob.State.Diggers.Values, digger => Assert.Equal(0u, digger.Coins));
        Assert.Empty(_room.Faults);
    }

    private static string Dig(HarnessPlayer<TreasureState, TreasureCommand, TreasureEvent> player, uint square)
    {
        var result = player.Send(new TreasureCommand { Dig = new Dig { Square = square } });
        Assert.Equal(result.Reason == "", result.Outcome == CommandResult.Types.Outcome.Applied);
        return result.Reason;
    }

    private uint[] Closed(Ground? ground = null) => [.. _room.State.Squares
        .Where(row => !row.Value.Open && (ground ?? row.Value.Ground) == row.Value.Ground)
        .Select(row => row.Key)
        .Order()];
}
