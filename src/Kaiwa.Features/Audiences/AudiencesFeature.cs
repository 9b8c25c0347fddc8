using Kaiwa.Core.Contacts;
using Kaiwa.Core.Events;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Audiences.Merges;
using Kaiwa.Features.People;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Kaiwa.Features.Audiences;

/// <summary>Registration and routes of audiences.</summary>
public static class AudiencesFeature
{
    private const long LargestFile = 500L * 1024 * 1024;

    public static IServiceCollection AddAudiences(this IServiceCollection services)
    {
        AudienceProblems.Register();
        MergeProblems.Register();
        services.AddSingleton<AudienceStore>().AddSingleton<ImportStore>().AddSingleton<ImportContacts>();
        services.AddSingleton<IAudiences, AudiencesDoor>().AddSingleton<IContactMerges, ContactMergesDoor>();
        services.AddSingleton<IReact<MessageReceived>, OnOptOutWord>();
        services.AddSingleton<IFollowMerge, MoveAudiences>();
        return services;
    }

    public static void MapAudiences(this IEndpointRouteBuilder app)
    {
        var contacts = app.MapGroup("/api/v1/contacts").WithTags("Audiences").RequirePermission(Permissions.Read);
        contacts.MapGet("/", List);
        contacts.MapGet("/tags", (Actor actor, IAudiences audiences, CancellationToken ct) => audiences.TagsAsync(actor, ct));
        contacts.MapGet("/imports", (Actor actor, IAudiences audiences, CancellationToken ct) => audiences.ImportsAsync(actor, ct));
        contacts.MapGet("/imports/{id:guid}/errors", (Actor actor, Guid id, IAudiences audiences, CancellationToken ct) => audiences.ImportErrorsAsync(actor, id, ct));
        contacts.MapPost("/imports", Import).RequirePermission(Permissions.Contacts).WithMetadata(new RequestSizeLimitAttribute(LargestFile)).Accepts<string>("text/csv");
        contacts.MapPost("/{id}/consent", SetConsent).RequirePermission(Permissions.Contacts);
        contacts.MapGet("/{id}/merges", (Actor actor, Id<Contact> id, IContactMerges merges, CancellationToken ct) => merges.ListAsync(actor, id, ct));
        contacts.MapPost("/{id}/merges", Merge).RequirePermission(Permissions.Contacts);
        contacts.MapDelete("/merges/{id}", Unmerge).RequirePermission(Permissions.Contacts);
    }

    private static async Task<Ok<Page<ContactRow>>> List(Actor actor, IAudiences audiences, string? search, Choice<Consent>? consent, string? tag, string? cursor, int? limit, CancellationToken ct) =>
        TypedResults.Ok(await audiences.ListAsync(actor, new ContactFilter(search, consent?.Value, tag, cursor, limit ?? 50), ct));

    // optIn: the words by which the shop declares that everybody in the file has agreed.
    private static async Task<Results<Ok<ImportReport>, ProblemHttpResult>> Import(Actor actor, HttpRequest request, IAudiences audiences, string? optIn, string? country, string? name, CancellationToken ct) =>
        (await audiences.ImportAsync(actor, request.Body, new ImportOptions { Name = name ?? "CSV", DefaultCountry = country, Declaration = optIn }, ct)).ToHttp();

    private static async Task<Results<NoContent, ProblemHttpResult>> SetConsent(Actor actor, Id<Contact> id, ConsentRequest request, IAudiences audiences, CancellationToken ct) =>
        (await audiences.SetConsentAsync(actor, id, request.Consent, request.Source, ct)).ToEmptyHttp();

    private static async Task<Results<Ok<MergedContacts>, ProblemHttpResult>> Merge(Actor actor, Id<Contact> id, MergeRequest request, IContactMerges merges, CancellationToken ct) =>
        (await merges.MergeAsync(actor, id, request.With, ct)).ToHttp();

    private static async Task<Results<Ok<MergedContacts>, ProblemHttpResult>> Unmerge(Actor actor, Id<ContactMerge> id, IContactMerges merges, CancellationToken ct) =>
        (await merges.UndoAsync(actor, id, ct)).ToHttp();

    // With: the contact that is the same person.
    internal sealed record MergeRequest(Id<Contact> With);

    internal sealed record ConsentRequest(Consent Consent, string Source);
}
