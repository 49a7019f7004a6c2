using GameServer.Admin;
using GameServer.Tests.Actors.TestKit;
using Microsoft.AspNetCore.Http;

namespace GameServer.Tests.Admin;

public sealed class WrongTokensTests
{
    private static readonly AdminIdentity _ann = new("ann", AdminRole.Viewer);

    private readonly ManualTime _time = new();
    private readonly WrongTokens _wrong;
    private string _address = "here";

    public WrongTokensTests() => _wrong = new WrongTokens(3, _time, _ => _address);

    [Fact]
    public void A_right_token_costs_nothing()
    {
        for (var count = 0; count < 10; count++)
        {
            Ask(_ann).ShouldBe((_ann, TimeSpan.Zero));
        }
    }

    [Fact]
    public void Who_has_guessed_too_often_gets_no_token_looked_at_until_a_guess_has_come_back()
    {
        Guess(3);

        Ask(_ann).ShouldBe((null, TimeSpan.FromSeconds(20)));
        _time.Advance(TimeSpan.FromSeconds(20));
        Ask(_ann).ShouldBe((_ann, TimeSpan.Zero));
        Guess(1);
        Ask(_ann).ShouldBe((null, TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public void Guesses_from_elsewhere_do_not_count()
    {
        Guess(3);
        _address = "there";

        Ask(_ann).ShouldBe((_ann, TimeSpan.Zero));
    }

    [Fact]
    public void More_addresses_than_are_remembered_share_what_is_left_and_those_that_have_waited_are_forgotten()
    {
        for (var number = 0; number < WrongTokens.AddressesMax; number++)
        {
            _address = $"{number}";
            Guess(1);
        }

        _address = "one more";
        Guess(3);
        _address = "another";
        Ask(_ann).Who.ShouldBeNull();
        _time.Advance(TimeSpan.FromMinutes(2));
        Ask(_ann).Who.ShouldBe(_ann);
        Guess(1);
        _address = "yet another";
        Guess(3);
        _address = "another";
        Ask(_ann).Who.ShouldBe(_ann);
    }

    private void Guess(int count)
    {
        for (var guess = 0; guess < count; guess++)
        {
            Ask(null).ShouldBe((null, TimeSpan.Zero));
        }
    }

    private (AdminIdentity? Who, TimeSpan Wait) Ask(AdminIdentity? found)
    {
        var who = _wrong.Find(new DefaultHttpContext(), () => found, out var wait);
        return (who, wait);
    }
}
