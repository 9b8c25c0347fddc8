using System.Security.Claims;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.People;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Kaiwa.Features.Inbox.Exports;

/// <summary><c>/api/v1/conversations/{id}/export</c>.</summary>
internal static class ExportEndpoints
{
    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/api/v1/conversations/{id}/export", Export).WithTags("Inbox").RequirePermission(ExportsDoor.Needed);

    private static async Task<Results<PushStreamHttpResult, ProblemHttpResult>> Export(
        Actor actor, Id<Conversation> id, IExports exports, HttpContext http, Choice<ExportFormat>? format, bool? notes, DateOnly? from, DateOnly? to, string? language, CancellationToken ct)
    {
        var wish = new ExportWish { Format = format?.Value ?? ExportFormat.Zip, Notes = notes == true, From = from, To = to, Language = language ?? http.User.FindFirstValue("language") ?? "en" };
        var begun = await exports.BeginAsync(actor, id, wish, ct);
        if (begun.Problem is { } problem)
        {
            return problem.ToHttp();
        }

        // Customers wrote what is in it: whatever opens it in place runs none of it.
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Stream(stream => begun.Value.WriteAsync(stream, ct), begun.Value.Mime, begun.Value.Name);
    }
}
