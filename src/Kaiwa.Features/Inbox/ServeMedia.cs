using Kaiwa.Core.Media;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.People;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Kaiwa.Features.Inbox;

/// <summary>A message's file for the browser. Strangers send these: only pictures, sound and video are shown in place, nothing is ever run.</summary>
internal static class ServeMedia
{
    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/api/v1/media/{messageId}", Get).WithTags("Inbox").RequirePermission(Permissions.Read);

    private static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> Get(Actor actor, Id<Message> messageId, HttpContext http, ThreadStore thread, MediaStore store, CancellationToken ct)
    {
        if (await thread.MediaAsync(actor.Workspace, messageId, ct) is not { Sha256: { } hash } media || store.Open(actor.Workspace, hash) is not { } file)
        {
            return InboxProblems.MessageUnknown.ToHttp();
        }

        var mime = media.Mime.Split(';')[0].Trim().ToLowerInvariant();
        var isShown = mime is "image/jpeg" or "image/png" or "image/webp" or "image/gif" || mime.StartsWith("audio/", StringComparison.Ordinal) || mime.StartsWith("video/", StringComparison.Ordinal);
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        http.Response.Headers.CacheControl = "private, max-age=86400";
        return TypedResults.File(file, isShown ? mime : "application/octet-stream", isShown ? null : media.FileName ?? "file", enableRangeProcessing: true);
    }
}
