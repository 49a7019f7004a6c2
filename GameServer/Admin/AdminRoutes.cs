using GameServer.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace GameServer.Admin;

/// <summary>Puts the addresses for operators into the web application.</summary>
internal static class AdminRoutes
{
    private const string MetricsPath = "/metrics";

    /// <summary>All figures, for who may look.</summary>
    internal static void MapMetrics(this IEndpointRouteBuilder routes, AdminEntrance entrance, MetricBook book) =>
        routes.MapGet(MetricsPath, async context =>
        {
            if (entrance.Admit(context, AdminRole.Viewer) is not AdminAdmission.Admitted)
            {
                return;
            }

            context.Response.ContentType = PrometheusText.ContentType;
            context.Response.Headers.CacheControl = "no-store";
            await context.Response.WriteAsync(book.ToPrometheus(), context.RequestAborted).ConfigureAwait(false);
        });

    /// <summary>The Admin API: its operations, and an answer in its form to whatever else is asked below its path.</summary>
    internal static void MapAdminApi(this IEndpointRouteBuilder routes, AdminApi api)
    {
        foreach (var route in AdminOperations.All)
        {
            routes.MapMethods(AdminApi.Root + route.Path, [route.Method], context => api.AnswerAsync(context, route));
        }

        routes.Map(AdminApi.Root + "/{**rest}", api.AnswerUnknownAsync);
    }
}
