using Kaiwa.Core.Events;
using Kaiwa.Core.Jobs;
using Kaiwa.Core.Lanes;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Templates;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.People;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Kaiwa.Features.Templates;

/// <summary>Registration and routes of the templates feature.</summary>
public static class TemplatesFeature
{
    public static IServiceCollection AddTemplates(this IServiceCollection services)
    {
        TypeHandlers.AddId<Template>();
        TemplateProblems.Register();
        services.AddSingleton<TemplateStore>().AddSingleton<SyncTemplates>();
        services.AddSingleton<ITemplates, TemplatesDoor>();
        services.AddSingleton<ILaneWork, TemplateSyncLane>();
        services.AddSingleton<IRecurringJob, SyncTemplatesRegularly>();
        services.AddSingleton<IReact<NoticeReceived>, OnTemplateNotice>();
        return services;
    }

    public static void MapTemplates(this IEndpointRouteBuilder app)
    {
        var templates = app.MapGroup("/api/v1/templates").WithTags("Templates").RequirePermission(Permissions.Read);
        templates.MapGet("/", List);
        templates.MapPost("/sync", Sync).RequirePermission(Permissions.Broadcast);
        templates.MapPost("/{id}/preview", Preview);
    }

    private static async Task<Ok<List<Item>>> List(Actor actor, ITemplates door, CancellationToken ct) =>
        TypedResults.Ok((await door.ListAsync(actor, ct)).Select(template => new Item(template, door.Variables(template))).ToList());

    private static async Task<Results<Ok<SyncReport>, ProblemHttpResult>> Sync(Actor actor, ITemplates door, CancellationToken ct) => (await door.SyncAsync(actor, ct)).ToHttp();

    private static async Task<Results<Ok<TemplatePreview>, ProblemHttpResult>> Preview(Actor actor, Id<Template> id, Dictionary<string, string> values, ITemplates door, CancellationToken ct) =>
        (await door.PreviewAsync(actor, id, values, ct)).ToHttp();

    internal sealed record Item(Template Template, IReadOnlyList<TemplateField> Variables);
}
