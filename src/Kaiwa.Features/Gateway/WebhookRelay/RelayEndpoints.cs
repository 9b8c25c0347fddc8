using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.People;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Kaiwa.Features.Gateway.WebhookRelay;

/// <summary>The HTTP of the relay, under <c>/api/v1/webhooks</c>.</summary>
internal static class RelayEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var webhooks = app.MapGroup("/api/v1/webhooks").WithTags("Webhooks").RequirePermission(Permissions.Read);
        webhooks.MapGet("/", (Actor actor, IWebhookRelay door, CancellationToken ct) => door.ListAsync(actor, ct));
        webhooks.MapGet("/{id}", Open);
        webhooks.MapGet("/{id}/deliveries", Deliveries);
        webhooks.MapPost("/", Create).RequirePermission(Permissions.Administer);
        webhooks.MapPatch("/{id}", Change).RequirePermission(Permissions.Administer);
        webhooks.MapDelete("/{id}", Delete).RequirePermission(Permissions.Administer);
        webhooks.MapPost("/{id}/test", Test).RequirePermission(Permissions.Administer);
        webhooks.MapPost("/{id}/redeliver", Redeliver).RequirePermission(Permissions.Administer);
    }

    private static async Task<Results<Ok<WebhookView>, ProblemHttpResult>> Open(Actor actor, Id<RelaySubscription> id, IWebhookRelay door, CancellationToken ct) =>
        (await door.OpenAsync(actor, id, ct)).ToHttp();

    private static async Task<Results<Ok<Page<WebhookDelivery>>, ProblemHttpResult>> Deliveries(
        Actor actor, Id<RelaySubscription> id, IWebhookRelay door, Choice<WebhookDeliveryState>? state, string? cursor, int? limit, CancellationToken ct) =>
        (await door.DeliveriesAsync(actor, id, state?.Value ?? WebhookDeliveryState.Waiting, cursor, limit ?? 50, ct)).ToHttp();

    private static async Task<Results<Created<NewWebhook>, ProblemHttpResult>> Create(Actor actor, WebhookChange request, IWebhookRelay door, CancellationToken ct) =>
        (await door.CreateAsync(actor, request, ct)).Match<Results<Created<NewWebhook>, ProblemHttpResult>>(
            made => TypedResults.Created($"/api/v1/webhooks/{made.Webhook.Id}", made), problem => problem.ToHttp());

    private static async Task<Results<Ok<WebhookView>, ProblemHttpResult>> Change(Actor actor, Id<RelaySubscription> id, WebhookChange request, IWebhookRelay door, CancellationToken ct) =>
        (await door.ChangeAsync(actor, id, request, ct)).ToHttp();

    private static async Task<Results<NoContent, ProblemHttpResult>> Delete(Actor actor, Id<RelaySubscription> id, IWebhookRelay door, CancellationToken ct) =>
        (await door.DeleteAsync(actor, id, ct)).ToEmptyHttp();

    private static async Task<Results<Ok<WebhookTest>, ProblemHttpResult>> Test(Actor actor, Id<RelaySubscription> id, IWebhookRelay door, CancellationToken ct) =>
        (await door.TestAsync(actor, id, ct)).ToHttp();

    private static async Task<Results<Accepted, ProblemHttpResult>> Redeliver(Actor actor, Id<RelaySubscription> id, Redelivery request, IWebhookRelay door, CancellationToken ct) =>
        (await door.RedeliverAsync(actor, id, request, ct)).Match<Results<Accepted, ProblemHttpResult>>(
            _ => TypedResults.Accepted($"/api/v1/webhooks/{id}/deliveries"), problem => problem.ToHttp());
}
