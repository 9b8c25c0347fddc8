using Kaiwa.Core.Workspaces;
using Kaiwa.Features.People;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Kaiwa.Features.Audit;

/// <summary>Registration and routes of the audit: <c>/api/v1/audit</c>.</summary>
public static class AuditFeature
{
    public static IServiceCollection AddAudit(this IServiceCollection services) => services.AddSingleton<AuditStore>().AddSingleton<IAuditTrail, AuditTrail>();

    public static void MapAudit(this IEndpointRouteBuilder app)
    {
        var audit = app.MapGroup("/api/v1/audit").WithTags("Audit").RequirePermission(Permissions.Administer);
        audit.MapGet("/", List);
        audit.MapGet("/export", Export);
    }

    private static async Task<Results<Ok<Page<AuditRow>>, ProblemHttpResult>> List(
        Actor actor, IAuditTrail audit, Guid? by, string? action, DateTimeOffset? from, DateTimeOffset? until, string? cursor, int? limit, CancellationToken ct) =>
        (await audit.PageAsync(actor, new AuditFilter { By = by, Action = action, From = from, Until = until, Cursor = cursor, Limit = limit ?? 50 }, ct)).ToHttp();

    private static PushStreamHttpResult Export(Actor actor, IAuditTrail audit, Guid? by, string? action, DateTimeOffset? from, DateTimeOffset? until, string? language, CancellationToken ct) =>
        TypedResults.Stream(
            async stream => await audit.ExportAsync(actor, new AuditFilter { By = by, Action = action, From = from, Until = until }, language ?? "en", stream, ct),
            "text/csv; charset=utf-8",
            "kaiwa-audit.csv");
}
