using System.Text.Json;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Templates;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Audiences;
using Kaiwa.Features.People;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Kaiwa.Features.Broadcasts;

/// <summary>The HTTP of broadcasts, under <c>/api/v1/broadcasts</c>.</summary>
internal static class BroadcastEndpoints
{
    /// <summary>Audience: <c>"all"</c>, <c>{"tag": "vip"}</c> or <c>{"import": "id"}</c>. Template: its name with a language, or <c>templateId</c>.</summary>
    public sealed record Request
    {
        public string Name { get; init; } = "";

        public Id<Number>? NumberId { get; init; }

        public Id<Template>? TemplateId { get; init; }

        public string? Template { get; init; }

        public string? Language { get; init; }

        public Dictionary<string, string>? Variables { get; init; }

        public JsonElement? Audience { get; init; }

        public DateTimeOffset? ScheduledAt { get; init; }

        public int? ExpiresAfterSeconds { get; init; }
    }

    public sealed record Created(Id<Broadcast> Id);

    public sealed record ScheduleRequest(DateTimeOffset At);

    public static void Map(IEndpointRouteBuilder app)
    {
        var broadcasts = app.MapGroup("/api/v1/broadcasts").WithTags("Broadcasts").RequirePermission(Permissions.Read);
        broadcasts.MapGet("/", List);
        broadcasts.MapGet("/{id}", Open);
        broadcasts.MapPost("/", Create);
        broadcasts.MapPost("/estimate", Estimate);
        broadcasts.MapPost("/{id}/start", (Actor actor, Id<Broadcast> id, IBroadcasts door, CancellationToken ct) => MoveAsync(door.StartAsync(actor, id, ct)));
        broadcasts.MapPost("/{id}/schedule", (Actor actor, Id<Broadcast> id, ScheduleRequest request, IBroadcasts door, CancellationToken ct) => MoveAsync(door.ScheduleAsync(actor, id, request.At, ct)));
        broadcasts.MapPost("/{id}/pause", (Actor actor, Id<Broadcast> id, IBroadcasts door, CancellationToken ct) => MoveAsync(door.PauseAsync(actor, id, ct)));
        broadcasts.MapPost("/{id}/resume", (Actor actor, Id<Broadcast> id, IBroadcasts door, CancellationToken ct) => MoveAsync(door.ResumeAsync(actor, id, ct)));
        broadcasts.MapPost("/{id}/cancel", (Actor actor, Id<Broadcast> id, IBroadcasts door, CancellationToken ct) => MoveAsync(door.CancelAsync(actor, id, ct)));
    }

    private static async Task<Ok<Page<BroadcastRow>>> List(Actor actor, IBroadcasts door, string? cursor, int? limit, CancellationToken ct) =>
        TypedResults.Ok(await door.ListAsync(actor, cursor, limit ?? 50, ct));

    private static async Task<Results<Ok<BroadcastView>, ProblemHttpResult>> Open(Actor actor, Id<Broadcast> id, IBroadcasts door, CancellationToken ct) =>
        (await door.OpenAsync(actor, id, ct)).Match<Results<Ok<BroadcastView>, ProblemHttpResult>>(view => TypedResults.Ok(view), problem => problem.ToHttp());

    private static async Task<Results<Ok<AudienceCount>, ProblemHttpResult>> Estimate(Actor actor, Request request, IBroadcasts door, CancellationToken ct) =>
        AudienceOf(request.Audience) is { } audience
            ? (await door.EstimateAsync(actor, audience, ct)).Match<Results<Ok<AudienceCount>, ProblemHttpResult>>(count => TypedResults.Ok(count), problem => problem.ToHttp())
            : BroadcastProblems.NoAudience().ToHttp();

    private static async Task<Results<Created<Created>, ProblemHttpResult>> Create(Actor actor, Request request, IBroadcasts door, CancellationToken ct)
    {
        if (AudienceOf(request.Audience) is not { } audience)
        {
            return BroadcastProblems.NoAudience().ToHttp();
        }

        var created = await door.CreateAsync(
            actor,
            new NewBroadcast
            {
                Name = request.Name,
                NumberId = request.NumberId,
                TemplateId = request.TemplateId,
                TemplateName = request.Template,
                Language = request.Language,
                Variables = request.Variables ?? [],
                Audience = audience,
                ScheduledAt = request.ScheduledAt,
                ExpiresAfter = request.ExpiresAfterSeconds is { } seconds and > 0 ? TimeSpan.FromSeconds(seconds) : null,
            },
            ct);
        return created.Match<Results<Created<Created>, ProblemHttpResult>>(id => TypedResults.Created($"/api/v1/broadcasts/{id}", new Created(id)), problem => problem.ToHttp());
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> MoveAsync(Task<Result<bool>> moving) =>
        (await moving).Match<Results<NoContent, ProblemHttpResult>>(_ => TypedResults.NoContent(), problem => problem.ToHttp());

    private static Audience? AudienceOf(JsonElement? element) => element switch
    {
        null or { ValueKind: JsonValueKind.Null } => new Audience.All(),
        { ValueKind: JsonValueKind.String } text when text.ValueEquals("all"u8) => new Audience.All(),
        { ValueKind: JsonValueKind.Object } value when Text(value, "tag") is { Length: > 0 } tag => new Audience.Tag(tag),
        { ValueKind: JsonValueKind.Object } value when Guid.TryParse(Text(value, "import") ?? Text(value, "importId"), out var import) => new Audience.Import(import),
        { ValueKind: JsonValueKind.Object } value when Text(value, "kind") is "tag" && Text(value, "name") is { Length: > 0 } tag => new Audience.Tag(tag),
        { ValueKind: JsonValueKind.Object } value when Text(value, "kind") is "all" => new Audience.All(),
        _ => null,
    };

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
