using Kaiwa.Core.Storage;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Kaiwa.Server;

/// <summary>Set once everything has started.</summary>
internal sealed class Readiness
{
    public bool IsReady { get; set; }
}

/// <summary>Ready means: started, the database answers, nothing is left to migrate.</summary>
internal sealed class ReadyCheck(Readiness readiness, Database database, Migrator migrator) : IHealthCheck
{
    public const string Tag = "ready";
    private const string Ping = "SELECT 1 -- all workspaces: only asks whether the database answers";
    private bool migrated;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!readiness.IsReady)
        {
            return HealthCheckResult.Unhealthy("The server is still starting.");
        }

        try
        {
            await database.FirstAsync<long>(Ping, ct: cancellationToken);
            migrated = migrated || migrator.Pending().Count == 0;
            return migrated ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The database is behind: run `kaiwa migrate`.");
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy("The database does not answer.", e);
        }
    }
}

/// <summary><c>/health/live</c>: the process runs. <c>/health/ready</c>: it can do its work.</summary>
internal static class ServerHealth
{
    public static void MapServerHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains(ReadyCheck.Tag), ResponseWriter = WriteAsync }).AllowAnonymous();
    }

    private static Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(report.Status == HealthStatus.Healthy ? "Healthy" : string.Join(' ', report.Entries.Values.Select(entry => entry.Description)));
    }
}
