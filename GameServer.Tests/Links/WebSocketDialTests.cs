using GameServer.Links;
using GameServer.Tests.Client;
using GameServer.Tests.Gateway;

namespace GameServer.Tests.Links;

public sealed class WebSocketDialTests
{
    [Fact]
    public async Task Whoever_sends_while_he_is_told_that_the_dial_succeeded_hears_that_it_is_sent_even_before_that_returns()
    {
        await using var listener = await LinkTlsRig.StartAsync(tls: null);
        using var sender = new PromptSender();
        new WebSocketDialer(new LinkOptions(), tls: null, TimeProvider.System).Dial(listener.Address, sender);

        (await Eventually.Of(sender.WasSentWithin, "the end of being told")).ShouldBeTrue("it was never said that the message is sent");
    }

    /// <summary>Sends at once, and does not return before that is sent.</summary>
    private sealed class PromptSender : ILinkEvents, IDisposable
    {
        private readonly ManualResetEventSlim _sent = new();
        private readonly TaskCompletionSource<bool> _wasSentWithin = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal Task<bool> WasSentWithin => _wasSentWithin.Task;

        public void Opened(ILinkConnection connection)
        {
            connection.Send(new byte[] { 1 });
            _wasSentWithin.SetResult(_sent.Wait(GatewayHost.Patience / 2));
            connection.Close();
        }

        public void Failed(bool isRefused, string cause) => _wasSentWithin.SetException(new IOException(cause));

        public void Received(ReadOnlyMemory<byte> message)
        {
            // Nobody answers.
        }

        public void Sent() => _sent.Set();

        public void Closed(string cause)
        {
            // Its own doing.
        }

        public void Dispose() => _sent.Dispose();
    }
}
