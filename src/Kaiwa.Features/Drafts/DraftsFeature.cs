using Kaiwa.Core.Contacts;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Inbox;
using Kaiwa.Features.People;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Kaiwa.Features.Drafts;

/// <summary>Registration and routes of drafts: <c>/api/v1/drafts</c>.</summary>
public static class DraftsFeature
{
    public static IServiceCollection AddDrafts(this IServiceCollection services) =>
        services.AddSingleton<DraftStore>().AddSingleton<IFollowMerge>(provider => provider.GetRequiredService<DraftStore>()).AddSingleton<IDrafts, DraftsDoor>();

    public static void MapDrafts(this IEndpointRouteBuilder app)
    {
        var drafts = app.MapGroup("/api/v1/drafts").WithTags("Drafts").RequirePermission(Permissions.Read);
        drafts.MapGet("/", List);
        drafts.MapPut("/{conversationId}", Keep).RequirePermission(Permissions.Send);
        drafts.MapDelete("/{conversationId}", Remove).RequirePermission(Permissions.Send);
    }

    internal sealed record DraftRequest(string Text);

    private static async Task<Ok<IReadOnlyList<Draft>>> List(Actor actor, IDrafts drafts, CancellationToken ct) => TypedResults.Ok(await drafts.ListAsync(actor, ct));

    private static async Task<Results<NoContent, ProblemHttpResult>> Keep(Actor actor, Id<Conversation> conversationId, DraftRequest request, IDrafts drafts, TimeProvider time, CancellationToken ct) =>
        (await drafts.KeepAsync(actor, conversationId, request.Text, time.GetUtcNow(), ct)).ToEmptyHttp();

    private static async Task<Results<NoContent, ProblemHttpResult>> Remove(Actor actor, Id<Conversation> conversationId, IDrafts drafts, CancellationToken ct) =>
        (await drafts.RemoveAsync(actor, conversationId, DateTimeOffset.MaxValue, ct)).ToEmptyHttp();
}
