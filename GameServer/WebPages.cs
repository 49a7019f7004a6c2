using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.FileProviders;

namespace GameServer;

/// <summary>
/// The pages at "/": the configured folder, else a folder "wwwroot" beside the program, else the demo inside this assembly.
/// </summary>
internal static class WebPages
{
    internal static void UseWebPages(this WebApplication app, string webRoot)
    {
        var files = Files(webRoot);
        app.UseDefaultFiles(new DefaultFilesOptions { FileProvider = files });
        app.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = files,
            OnPrepareResponse = page => Prepare(page.Context.Response.Headers, isDemo: files is EmbeddedFileProvider),
        });
    }

    // Pages of others may load what they like: only theirs know what. Browsers that do not count ws among the page's own need it named.
    private static void Prepare(IHeaderDictionary headers, bool isDemo)
    {
        headers.CacheControl = "no-cache";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        if (isDemo)
        {
            headers.ContentSecurityPolicy =
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self' ws: wss:; "
                + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
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
