using Kaiwa.Core.Jobs;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Inbox;
using Kaiwa.Features.People;
using Kaiwa.Features.Teams;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Kaiwa.Features.CannedReplies;

/// <summary>Registration and routes of canned replies.</summary>
public static class CannedRepliesFeature
{
    public static IServiceCollection AddCannedReplies(this IServiceCollection services)
    {
        TypeHandlers.AddId<CannedReply>();
        CannedReplyProblems.Register();
        return services.AddSingleton<CannedReplyStore>().AddSingleton<IFollowTeamEnd, KeepTeamReplies>().AddSingleton<IRecurringJob, SweepDeleted>().AddSingleton<ICannedReplies, CannedRepliesDoor>();
    }

    public static void MapCannedReplies(this IEndpointRouteBuilder app)
    {
        var replies = app.MapGroup("/api/v1/canned-replies").WithTags("Canned replies").RequirePermission(Permissions.Read);
        replies.MapGet("/", List);
        replies.MapPost("/", Create).RequirePermission(Permissions.Send);
        replies.MapPut("/{id}", Change).RequirePermission(Permissions.Send);
        replies.MapDelete("/{id}", Delete).RequirePermission(Permissions.Send);
        replies.MapPost("/{id}/restore", Restore).RequirePermission(Permissions.Send);
        replies.MapGet("/{id}/file", File);
        replies.MapPut("/{id}/file", Attach).RequirePermission(Permissions.Send).WithMetadata(new RequestSizeLimitAttribute(SendableFile.LargestOfAll));
        replies.MapDelete("/{id}/file", Detach).RequirePermission(Permissions.Send);
        replies.MapPost("/{id}/fill", Fill).RequirePermission(Permissions.Send);
    }

    internal sealed record FillRequest(Id<Conversation> ConversationId);

    private static async Task<Ok<IReadOnlyList<CannedReply>>> List(Actor actor, ICannedReplies door, CancellationToken ct) => TypedResults.Ok(await door.ListAsync(actor, ct));

    private static async Task<Results<Created<CannedReply>, ProblemHttpResult>> Create(Actor actor, CannedReplyWish request, ICannedReplies door, CancellationToken ct) =>
        (await door.CreateAsync(actor, request, ct)).Match<Results<Created<CannedReply>, ProblemHttpResult>>(made => TypedResults.Created($"/api/v1/canned-replies/{made.Id}", made), problem => problem.ToHttp());

    private static async Task<Results<Ok<CannedReply>, ProblemHttpResult>> Change(Actor actor, Id<CannedReply> id, CannedReplyWish request, ICannedReplies door, CancellationToken ct) =>
        (await door.ChangeAsync(actor, id, request, ct)).ToHttp();

    private static async Task<Results<NoContent, ProblemHttpResult>> Delete(Actor actor, Id<CannedReply> id, ICannedReplies door, CancellationToken ct) =>
        (await door.DeleteAsync(actor, id, ct)).ToEmptyHttp();

    private static async Task<Results<Ok<CannedReply>, ProblemHttpResult>> Restore(Actor actor, Id<CannedReply> id, ICannedReplies door, CancellationToken ct) => (await door.RestoreAsync(actor, id, ct)).ToHttp();

    private static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> File(Actor actor, Id<CannedReply> id, HttpContext http, ICannedReplies door, CancellationToken ct)
    {
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        return (await door.OpenFileAsync(actor, id, ct)).Match<Results<FileStreamHttpResult, ProblemHttpResult>>(
            opened => TypedResults.File(opened.Content, opened.File.Mime, opened.File.Mime.StartsWith("image/", StringComparison.Ordinal) ? null : opened.File.FileName ?? "file"), problem => problem.ToHttp());
    }

    // The body is the file itself, its Content-Type says what it is.
    private static async Task<Results<Ok<CannedReply>, ProblemHttpResult>> Attach(Actor actor, Id<CannedReply> id, HttpRequest request, ICannedReplies door, string? fileName, CancellationToken ct) =>
        (await door.AttachAsync(actor, id, new FileToSend(request.Body, request.ContentType ?? "", fileName), ct)).ToHttp();

    private static async Task<Results<Ok<CannedReply>, ProblemHttpResult>> Detach(Actor actor, Id<CannedReply> id, ICannedReplies door, CancellationToken ct) => (await door.DetachAsync(actor, id, ct)).ToHttp();

    private static async Task<Results<Ok<FilledReply>, ProblemHttpResult>> Fill(Actor actor, Id<CannedReply> id, FillRequest request, ICannedReplies door, CancellationToken ct) =>
        (await door.FillAsync(actor, id, request.ConversationId, ct: ct)).ToHttp();
}
