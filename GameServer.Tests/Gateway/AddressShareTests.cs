using GameServer.Gateway;

namespace GameServer.Tests.Gateway;

/// <summary>How long an address is remembered.</summary>
public sealed class AddressShareTests
{
    private static readonly AddressLimits Limits = new(
        HandshakesPerSecond: 10, HandshakesBurst: 2, FramesPerSecond: 10, FramesBurst: 2, BytesPerSecond: 10, BytesBurst: 10);

    private readonly AddressShare _share = new("nowhere", Limits, TimeSpan.Zero);

    [Fact]
    public void An_address_that_has_used_nothing_up_is_forgotten_once_it_has_no_connection()
    {
        _share.Connections = 1;
        _share.IsForgettable(At(0)).ShouldBeFalse();
        _share.Connections = 0;
        _share.IsForgettable(At(0)).ShouldBeTrue();
    }

    [Fact]
    public void Connections_that_it_made_are_remembered_until_it_may_make_all_again()
    {
        _share.TryConnect(At(0)).ShouldBeTrue();
        _share.IsForgettable(At(99)).ShouldBeFalse();
        _share.IsForgettable(At(100)).ShouldBeTrue();
    }

    [Fact]
    public void Frames_that_it_sent_are_remembered_until_it_may_send_all_again()
    {
        _share.TakeFrame(At(0)).ShouldBe(0);
        _share.IsForgettable(At(99)).ShouldBeFalse();
        _share.IsForgettable(At(100)).ShouldBeTrue();
    }

    [Fact]
    public void Bytes_that_it_owes_are_remembered_until_they_are_paid_and_come_back()
    {
        _share.TakeBytes(30, At(0));
        _share.IsForgettable(At(2900)).ShouldBeFalse();
        _share.IsForgettable(At(3000)).ShouldBeTrue();
    }

    private static TimeSpan At(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
