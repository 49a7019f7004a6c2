namespace GameServer.Gateway;

/// <summary>
/// Which web pages may connect. Browsers name the page's origin and let any page connect anywhere, so the server must refuse. A request
/// without an origin is not a browser's and passes.
/// </summary>
/// <param name="allowed">Origins that pass; "*" lets all pass; empty: only the origin that the Host header names.</param>
internal sealed class OriginRule(IReadOnlyList<string> allowed)
{
    private const string Any = "*";
    private const string Opaque = "null";

    private readonly HashSet<string> _allowed = new(allowed.Select(origin => origin.TrimEnd('/')), StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Whether a browser can name this origin: a scheme, a host and a port that is not the scheme's own, or "null", which is that of a page
    /// without one (RFC 6454, section 6).
    /// </summary>
    internal static bool CanMatch(string allowed) =>
        allowed is Any or Opaque ||
        (Uri.TryCreate(allowed, UriKind.Absolute, out var page) &&
         page.UserInfo.Length == 0 &&
         CanBeHost(page) &&
         string.Equals(page.GetLeftPart(UriPartial.Authority), allowed.TrimEnd('/'), StringComparison.OrdinalIgnoreCase));

    // A page of a program's own scheme may have a host that no DNS knows, such as app://-.
    private static bool CanBeHost(Uri page) => page.Scheme == Uri.UriSchemeHttp || page.Scheme == Uri.UriSchemeHttps
        ? Uri.CheckHostName(page.IdnHost) != UriHostNameType.Unknown
        : page.Host.Length > 0 && !page.Host.Contains('*', StringComparison.Ordinal);

    internal bool Admits(string? origin, string host) =>
        origin is null || (_allowed.Count == 0 ? IsSameHost(origin, host) : _allowed.Contains(Any) || _allowed.Contains(origin));

    // Behind a proxy that ends TLS the scheme differs, so only host and port are compared, with the scheme's port where none is named.
    private static bool IsSameHost(string origin, string host) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var page) &&
        page.Scheme is "http" or "https" &&
        Uri.TryCreate($"{page.Scheme}://{host}", UriKind.Absolute, out var here) &&
        string.Equals(page.Authority, here.Authority, StringComparison.OrdinalIgnoreCase);
}
