using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.People;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Kaiwa.Features.Labels;

/// <summary><c>/api/v1/labels</c> and <c>/api/v1/closing-reasons</c>.</summary>
internal static class LabelEndpoints
{
    public sealed record LabelRequest(string Name, LabelColour Colour = LabelColour.Grey);

    public sealed record ReasonRequest(string Name);

    public static void Map(IEndpointRouteBuilder app)
    {
        var labels = app.MapGroup("/api/v1/labels").WithTags("Labels").RequirePermission(Permissions.Read);
        labels.MapGet("/", List);
        labels.MapPost("/", Create).RequirePermission(Permissions.Administer);
        labels.MapPut("/{id}", Change).RequirePermission(Permissions.Administer);
        labels.MapDelete("/{id}", Delete).RequirePermission(Permissions.Administer);
        var reasons = app.MapGroup("/api/v1/closing-reasons").WithTags("Labels").RequirePermission(Permissions.Read);
        reasons.MapGet("/", Reasons);
        reasons.MapPost("/", CreateReason).RequirePermission(Permissions.Administer);
        reasons.MapDelete("/{id}", DeleteReason).RequirePermission(Permissions.Administer);
    }

    private static async Task<Ok<IReadOnlyList<Label>>> List(Actor actor, ILabels labels, CancellationToken ct) => TypedResults.Ok(await labels.ListAsync(actor, ct));

    private static async Task<Results<Ok<Label>, ProblemHttpResult>> Create(Actor actor, LabelRequest request, ILabels labels, CancellationToken ct) =>
        (await labels.CreateAsync(actor, request.Name, request.Colour, ct)).ToHttp();

    private static async Task<Results<Ok<Label>, ProblemHttpResult>> Change(Actor actor, Id<Label> id, LabelRequest request, ILabels labels, CancellationToken ct) =>
        (await labels.ChangeAsync(actor, id, request.Name, request.Colour, ct)).ToHttp();

    private static async Task<Results<NoContent, ProblemHttpResult>> Delete(Actor actor, Id<Label> id, ILabels labels, CancellationToken ct) => (await labels.DeleteAsync(actor, id, ct)).ToEmptyHttp();

    private static async Task<Ok<IReadOnlyList<ClosingReason>>> Reasons(Actor actor, ILabels labels, CancellationToken ct) => TypedResults.Ok(await labels.ReasonsAsync(actor, ct));

    private static async Task<Results<Ok<ClosingReason>, ProblemHttpResult>> CreateReason(Actor actor, ReasonRequest request, ILabels labels, CancellationToken ct) =>
        (await labels.CreateReasonAsync(actor, request.Name, ct)).ToHttp();

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteReason(Actor actor, Id<ClosingReason> id, ILabels labels, CancellationToken ct) =>
        (await labels.DeleteReasonAsync(actor, id, ct)).ToEmptyHttp();
}
