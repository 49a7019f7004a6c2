using GameServer.Protocol.Identity;
using GameServer.Sessions;

namespace GameServer.Tests.Sessions;

public class GenerationGateTests
{
    private readonly GenerationGate _gate = new();

    [Fact]
    public void A_token_is_void_once_a_frame_arrived_under_a_later_one()
    {
        _gate.Admit(default).ShouldBe(new Generation(1));
        _gate.Confirm();
        _gate.Admit(new Generation(1)).ShouldBe(new Generation(2));
        _gate.Confirm();

        _gate.Admit(new Generation(1)).ShouldBeNull();
        _gate.Current.ShouldBe(new Generation(2));
    }

    [Fact]
    public void A_token_is_void_once_a_later_one_was_presented()
    {
        _gate.Admit(new Generation(7));

        _gate.Admit(new Generation(6)).ShouldBeNull();
        _gate.Admit(new Generation(7)).ShouldBe(new Generation(9));
    }

    [Fact]
    public void A_lost_welcome_strands_nobody()
    {
        _gate.Admit(default);
        _gate.Confirm();
        _gate.Admit(new Generation(1)).ShouldBe(new Generation(2));

        _gate.Admit(new Generation(1)).ShouldBe(new Generation(3));
    }

    [Fact]
    public void A_node_that_never_saw_the_session_goes_on_above_the_token()
    {
        _gate.Admit(new Generation(7)).ShouldBe(new Generation(8));
    }

    [Fact]
    public void A_token_that_a_room_knows_to_be_overtaken_is_void_and_the_one_that_overtook_it_is_good()
    {
        _gate.Admit(new Generation(4)).ShouldBe(new Generation(5));
        _gate.Overtake();

        _gate.Admit(new Generation(4)).ShouldBeNull();
        _gate.Admit(new Generation(5)).ShouldBe(new Generation(6));
    }

    [Fact]
    public void The_latest_token_is_one_under_which_its_client_was_heard()
    {
        _gate.Admit(default);
        _gate.IsLatest(new Generation(1)).ShouldBeFalse("another gateway may have given the same");
        _gate.Confirm();
        _gate.IsLatest(new Generation(1)).ShouldBeTrue();
        _gate.IsLatest(new Generation(2)).ShouldBeFalse("another gateway gave it");
    }
}
