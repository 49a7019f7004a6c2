namespace GameServer.Gateway;

/// <summary>
/// Which web pages may connect. Browsers name the page's origin and let any page connect anywhere, so the server must refuse. A request
/// without an origin is not a browser's and passes.
/// </summary>
/// <param name="allowed">Origins that pass; "*" lets all pass; empty: only the origin that the Host header names.</param>
internal sealed class OriginRule(IReadOnlyList<string> allowed)
{
    private const string Any = "*";

    private readonly HashSet<string> _allowed = new(allowed.Select(origin => origin.TrimEnd('/')), StringComparer.OrdinalIgnoreCase);

    internal bool Admits(string? origin, string host) =>
        origin is null || (_allowed.Count == 0 ? IsSameHost(origin, host) : _allowed.Contains(Any) || _allowed.Contains(origin));

    // Behind a proxy that ends TLS the scheme differs, so only host and port are compared, with the scheme's port where none is named.
    private static bool IsSameHost(string origin, string host) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var page) &&
        page.Scheme is "http" or "https" &&
        Uri.TryCreate($"{page.Scheme}://{host}", UriKind.Absolute, out var here) &&
        string.Equals(page.Authority, here.Authority, StringComparison.OrdinalIgnoreCase);
}
