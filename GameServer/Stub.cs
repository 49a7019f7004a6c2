#pragma warning disable
namespace GameServer.Links { internal sealed class WebSocketLinks : ILinkTransport, IAsyncDisposable { internal static Task<WebSocketLinks> ListenAsync(string a, LinkOptions o, Func<ILinkConnection, ILinkEvents> acc, Microsoft.Extensions.Logging.ILoggerFactory l) => null!; public void Dial(string a, ILinkEvents e) {} public ValueTask DisposeAsync() => default; } }
