using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.FileProviders;

namespace GameServer;

/// <summary>
/// The operator's console at "/console", inside this assembly: pages without a secret, which ask the admin API with the token that is typed
/// into them. Made by `npm run build` in clients/console.
/// </summary>
internal static class ConsolePages
{
    private const string Path = "/console";

    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    internal static void UseConsole(this WebApplication app)
    {
        var files = new EmbeddedFileProvider(typeof(ConsolePages).Assembly, "GameServer.console");

        // Relative, so that it leads to the right place behind a proxy that has changed scheme, host or path.
        app.Use(static (context, next) =>
        {
            if (context.Request.Path != Path)
            {
                return next(context);
            }

            context.Response.Redirect("console/");
            return Task.CompletedTask;
        });
        app.UseDefaultFiles(new DefaultFilesOptions { FileProvider = files, RequestPath = Path });
        app.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = files,
            RequestPath = Path,
            OnPrepareResponse = static page => WebPages.Secure(page.Context.Response.Headers, Policy),
        });
    }
}
