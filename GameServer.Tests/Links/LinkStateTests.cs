using GameServer.Links;

namespace GameServer.Tests.Links;

public sealed class LinkStateTests
{
    private static readonly LinkOptions Options = new();

    [Fact]
    public void The_first_dial_is_at_once_and_the_others_come_later_and_later()
    {
        var state = new LinkState(isDialer: true, Options);

        Enumerable.Range(0, 8).Select(_ => state.NextDelay().TotalMilliseconds).ShouldBe([0, 100, 200, 400, 800, 1600, 2000, 2000]);
    }

    [Fact]
    public void A_link_that_has_held_for_a_while_is_dialed_at_once_when_it_breaks()
    {
        var state = new LinkState(isDialer: true, Options);
        GoUp(state);
        state.Tick(1).ShouldBeTrue();

        state.Broken().ShouldBe(TimeSpan.Zero);
        state.Phase.ShouldBe(LinkPhase.Waiting);
    }

    [Fact]
    public void A_link_that_breaks_as_soon_as_it_is_up_is_not_dialed_in_a_hurry()
    {
        var state = new LinkState(isDialer: true, Options);
        for (var count = 0; count < 10; count++)
        {
            GoUp(state);
            state.Broken();
        }

        state.NextDelay().ShouldBe(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void Five_intervals_without_a_byte_are_silence_and_a_byte_ends_it()
    {
        var state = new LinkState(isDialer: true, Options);
        GoUp(state);
        state.Tick(10).ShouldBeTrue();
        foreach (var _ in Enumerable.Range(0, 4))
        {
            state.Tick(10).ShouldBeTrue();
        }

        state.Tick(11).ShouldBeTrue();
        foreach (var _ in Enumerable.Range(0, 4))
        {
            state.Tick(11).ShouldBeTrue();
        }

        state.Tick(11).ShouldBeFalse();
    }

    [Fact]
    public void Only_a_connection_with_a_higher_number_is_newer()
    {
        var state = new LinkState(isDialer: false, Options);

        state.TryAdopt(7).ShouldBeTrue();
        state.TryAdopt(6).ShouldBeFalse();
        state.TryAdopt(7).ShouldBeFalse();
        state.TryAdopt(8).ShouldBeTrue();
        state.Phase.ShouldBe(LinkPhase.Up);
    }

    [Fact]
    public void A_probe_that_finds_somebody_is_over()
    {
        var state = new LinkState(isDialer: false, Options);
        state.Dialed();
        state.Phase.ShouldBe(LinkPhase.Probing);

        state.Opened();

        state.Phase.ShouldBe(LinkPhase.Waiting);
    }

    [Fact]
    public void Of_each_pair_exactly_one_dials()
    {
        LinkState.IsDialer(new("alpha-2"), new("alpha-1")).ShouldBeFalse();
        LinkState.IsDialer(new("alpha-1"), new("alpha-2")).ShouldBeTrue();
        LinkState.IsDialer(new("alpha"), new("alpha")).ShouldBeFalse();
    }

    private static void GoUp(LinkState state)
    {
        state.Dialed();
        state.Opened();
        state.Welcomed();
        state.Phase.ShouldBe(LinkPhase.Up);
    }
}
