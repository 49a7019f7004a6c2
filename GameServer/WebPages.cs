using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.FileProviders;

namespace GameServer;

/// <summary>
/// The pages at "/": the configured folder, else a folder "wwwroot" beside the program, else the demo inside this assembly.
/// </summary>
internal static class WebPages
{
    // Browsers that do not count ws among the page's own need it named.
    private const string DemoPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self' ws: wss:; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    internal static void UseWebPages(this WebApplication app, string webRoot)
    {
        var files = Files(webRoot);

        // Pages of others may load what they like: only theirs know what.
        var policy = files is EmbeddedFileProvider ? DemoPolicy : null;
        app.UseDefaultFiles(new DefaultFilesOptions { FileProvider = files });
        app.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = files,
            OnPrepareResponse = page => Secure(page.Context.Response.Headers, policy),
        });
    }

    /// <summary>What is said with every page; null: what it may load is the page's own to say.</summary>
    internal static void Secure(IHeaderDictionary headers, string? policy)
    {
        headers.CacheControl = "no-cache";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        if (policy is not null)
        {
            headers.ContentSecurityPolicy = policy;
        }
    }

    private static IFileProvider Files(string webRoot)
    {
        if (webRoot.Length > 0)
        {
            return Directory.Exists(webRoot)
                ? new PhysicalFileProvider(Path.GetFullPath(webRoot))
                : throw new ConfigurationException($"GameServer:WebRoot is '{webRoot}'; it must be a folder that exists.");
        }

        var beside = Path.Combine(AppContext.BaseDirectory, "wwwroot");
        return Directory.Exists(beside)
            ? new PhysicalFileProvider(beside)
            : new EmbeddedFileProvider(typeof(WebPages).Assembly, "GameServer.wwwroot");
    }
}
