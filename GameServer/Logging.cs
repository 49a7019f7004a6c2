using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace GameServer;

/// <summary>What the log looks like: one line for people in a terminal, one JSON object a line when piped or asked.</summary>
internal static class Logging
{
    internal static void Configure(ILoggingBuilder logging, LogForm form)
    {
        logging.ClearProviders();

        // Nobody prints scopes; kept, Kestrel's would be 150 bytes of every connection.
        logging.Services.Configure<LoggerFilterOptions>(filter => filter.CaptureScopes = false);
        logging.AddFilter("Microsoft", LogLevel.Warning);
        logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);
        if (form == LogForm.Json || (form == LogForm.Auto && Console.IsOutputRedirected))
        {
            logging.AddJsonConsole(console =>
            {
                console.UseUtcTimestamp = true;
                console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
            });
        }
        else
        {
            logging.AddSimpleConsole(console =>
            {
                console.SingleLine = true;
                console.TimestampFormat = "HH:mm:ss ";
                console.ColorBehavior = LoggerColorBehavior.Default;
            });
        }
    }
}
