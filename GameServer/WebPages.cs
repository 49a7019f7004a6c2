using Microsoft.AspNetCore.Builder;
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
            OnPrepareResponse = page => page.Context.Response.Headers.CacheControl = "no-cache",
        });
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
