using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.People;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Kaiwa.Features.Inbox.Views;

/// <summary><c>/api/v1/views</c>.</summary>
internal static class ViewEndpoints
{
    public sealed record ViewRequest(string Name, ViewFilter? Filter = null, bool ForAll = false);

    public static void Map(IEndpointRouteBuilder app)
    {
        var views = app.MapGroup("/api/v1/views").WithTags("Inbox").RequirePermission(Permissions.Read);
        views.MapGet("/", List);
        views.MapPost("/", Save);
        views.MapDelete("/{id}", Delete);
    }

    private static async Task<Ok<IReadOnlyList<SavedView>>> List(Actor actor, ISavedViews views, CancellationToken ct) => TypedResults.Ok(await views.ListAsync(actor, ct));

    private static async Task<Results<Ok<SavedView>, ProblemHttpResult>> Save(Actor actor, ViewRequest request, ISavedViews views, CancellationToken ct) =>
        (await views.SaveAsync(actor, request.Name, request.Filter ?? new ViewFilter(), request.ForAll, ct)).ToHttp();

    private static async Task<Results<NoContent, ProblemHttpResult>> Delete(Actor actor, Id<SavedView> id, ISavedViews views, CancellationToken ct) => (await views.DeleteAsync(actor, id, ct)).ToEmptyHttp();
}
