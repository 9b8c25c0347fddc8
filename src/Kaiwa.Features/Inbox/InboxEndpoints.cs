using Kaiwa.Core.Contacts;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Templates;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Labels;
using Kaiwa.Features.People;
using Kaiwa.Features.Teams;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Kaiwa.Features.Inbox;

/// <summary><c>/api/v1/conversations</c>.</summary>
internal static class InboxEndpoints
{
    public sealed record ReplyRequest(string Text, Guid? ClientId = null);

    public sealed record TemplateRequest(Id<Template> TemplateId, Dictionary<string, string>? Variables = null, Guid? ClientId = null);

    /// <summary>One of the three.</summary>
    public sealed record ContentRequest(ButtonsRequest? Buttons = null, ReplyContent.Place? Place = null, IReadOnlyList<Id<Contact>>? Contacts = null, Guid? ClientId = null);

    public sealed record ButtonsRequest(string Text, IReadOnlyList<string> Titles);

    /// <summary>What is left out stays as it is.</summary>
    public sealed record ChangeRequest(
        ConversationStatus? Status = null, DateTimeOffset? Until = null, string? Reason = null, Priority? Priority = null, IReadOnlyList<Id<Label>>? AddLabels = null, IReadOnlyList<Id<Label>>? RemoveLabels = null,
        Id<Team>? Team = null, bool NoTeam = false)
    {
        internal TicketChange ToChange() => new()
        {
            Status = Status,
            Until = Until,
            Reason = Reason,
            Priority = Priority,
            AddLabels = AddLabels ?? [],
            RemoveLabels = RemoveLabels ?? [],
            Team = Team is not null ? new TeamAssignment(Team) : NoTeam ? new TeamAssignment(null) : null,
        };
    }

    /// <summary>The same change of many, all or none.</summary>
    public sealed record ManyRequest(
        IReadOnlyList<Id<Conversation>>? Conversations = null, ConversationStatus? Status = null, DateTimeOffset? Until = null, string? Reason = null, Priority? Priority = null,
        IReadOnlyList<Id<Label>>? AddLabels = null, IReadOnlyList<Id<Label>>? RemoveLabels = null, Id<User>? AssignTo = null, bool Unassign = false, Id<Team>? Team = null, bool NoTeam = false)
    {
        internal TicketChange ToChange() => new ChangeRequest(Status, Until, Reason, Priority, AddLabels, RemoveLabels, Team, NoTeam).ToChange() with
        {
            Assignment = AssignTo is not null ? new Assignment(AssignTo) : Unassign ? new Assignment(null) : null,
        };
    }

    public sealed record RestoreRequest(IReadOnlyList<TicketState>? States = null);

    public sealed record AssigneeRequest(Id<User>? UserId);

    public sealed record Queued(Id<Message> MessageId);

    public static void Map(IEndpointRouteBuilder app)
    {
        var inbox = app.MapGroup("/api/v1/conversations").WithTags("Inbox").RequirePermission(Permissions.Read);
        inbox.MapGet("/", List);
        inbox.MapGet("/counts", Count);
        inbox.MapGet("/colleagues", Colleagues);
        inbox.MapGet("/{id}", Open);
        inbox.MapGet("/{id}/messages", Thread);
        inbox.MapGet("/{id}/events", Events);
        inbox.MapPost("/{id}/replies", Reply).RequirePermission(Permissions.Send);
        inbox.MapPost("/{id}/media", ReplyMedia).RequirePermission(Permissions.Send).WithMetadata(new RequestSizeLimitAttribute(SendableFile.LargestOfAll));
        inbox.MapPost("/{id}/templates", ReplyTemplate).RequirePermission(Permissions.Send);
        inbox.MapPost("/{id}/contents", ReplyWithContent).RequirePermission(Permissions.Send);
        inbox.MapGet("/{id}/price", Price);
        inbox.MapPost("/{id}/read", MarkRead).RequirePermission(Permissions.Send);
        inbox.MapPatch("/", ChangeMany).RequirePermission(Permissions.Send);
        inbox.MapPost("/restore", Restore).RequirePermission(Permissions.Send);
        inbox.MapPatch("/{id}", Change).RequirePermission(Permissions.Send);
        inbox.MapPut("/{id}/assignee", Assign).RequirePermission(Permissions.Send);
        inbox.MapPut("/{id}/block", Block).RequirePermission(Permissions.Send);
        inbox.MapDelete("/{id}/block", Unblock).RequirePermission(Permissions.Send);
        app.MapPost("/api/v1/messages/{id}/media", FetchMedia).WithTags("Inbox").RequirePermission(Permissions.Send);
        app.MapPost("/api/v1/messages/{id}/resend", Resend).WithTags("Inbox").RequirePermission(Permissions.Send);
    }

    private static async Task<Ok<Page<ConversationRow>>> List(Actor actor, IInbox inbox, Choice<ConversationStatus>? status, Choice<Whose>? whose, Choice<ConversationSort>? sort, Id<Label>? label, Id<Team>? team, Choice<Priority>? priority, bool? overdue, bool? blocked, string? search, string? cursor, int? limit, CancellationToken ct) =>
        TypedResults.Ok(await inbox.ListAsync(actor, new ConversationFilter(status?.Value, search, cursor, limit ?? 50, whose?.Value ?? Whose.All, sort?.Value ?? ConversationSort.Newest) { Label = label, Team = team, Priority = priority?.Value, Overdue = overdue == true, Blocked = blocked == true }, ct));

    private static async Task<Ok<ConversationCounts>> Count(Actor actor, IInbox inbox, Choice<ConversationStatus>? status, CancellationToken ct) =>
        TypedResults.Ok(await inbox.CountAsync(actor, status?.Value, ct));

    private static async Task<Ok<IReadOnlyList<Colleague>>> Colleagues(Actor actor, IInbox inbox, CancellationToken ct) => TypedResults.Ok(await inbox.ColleaguesAsync(actor, ct));

    private static async Task<Results<NoContent, ProblemHttpResult>> Assign(Actor actor, Id<Conversation> id, AssigneeRequest request, IInbox inbox, CancellationToken ct) =>
        (await inbox.AssignAsync(actor, id, request.UserId, ct)).ToEmptyHttp();

    private static async Task<Results<Ok<ConversationView>, ProblemHttpResult>> Open(Actor actor, Id<Conversation> id, IInbox inbox, CancellationToken ct) =>
        (await inbox.OpenAsync(actor, id, ct)).ToHttp();

    private static async Task<Results<Ok<IReadOnlyList<ThreadMessage>>, ProblemHttpResult>> Thread(Actor actor, Id<Conversation> id, IInbox inbox, string? before, string? after, string? around, DateTimeOffset? from, int? limit, CancellationToken ct)
    {
        var place = before is not null ? ThreadPlace.Before(before)
            : after is not null ? ThreadPlace.After(after)
            : around is not null ? ThreadPlace.Around(around)
            : from is { } at ? ThreadPlace.From(at)
            : ThreadPlace.Latest;
        return (await inbox.ThreadAsync(actor, id, place, limit ?? 50, ct)).ToHttp();
    }

    private static async Task<Results<Accepted<Queued>, ProblemHttpResult>> Reply(Actor actor, Id<Conversation> id, ReplyRequest request, IInbox inbox, CancellationToken ct) =>
        Queue(id, await inbox.ReplyAsync(actor, id, request.Text, request.ClientId, ct));

    // The body is the file itself, its Content-Type says what it is.
    private static async Task<Results<Accepted<Queued>, ProblemHttpResult>> ReplyMedia(
        Actor actor, Id<Conversation> id, HttpRequest request, IInbox inbox, string? fileName, string? caption, bool? voice, Guid? clientId, CancellationToken ct) =>
        Queue(id, await inbox.ReplyMediaAsync(actor, id, new FileToSend(request.Body, request.ContentType ?? "", fileName) { Caption = caption, IsVoice = voice == true }, clientId, ct));

    private static async Task<Results<NoContent, ProblemHttpResult>> FetchMedia(Actor actor, Id<Message> id, IInbox inbox, CancellationToken ct) =>
        (await inbox.FetchMediaAsync(actor, id, ct)).ToEmptyHttp();

    private static async Task<Results<Accepted<Queued>, ProblemHttpResult>> ReplyTemplate(Actor actor, Id<Conversation> id, TemplateRequest request, IInbox inbox, CancellationToken ct) =>
        Queue(id, await inbox.ReplyTemplateAsync(actor, id, request.TemplateId, request.Variables ?? [], request.ClientId, ct));

    private static async Task<Results<Ok<ReplyPrice>, ProblemHttpResult>> Price(Actor actor, Id<Conversation> id, IInbox inbox, CancellationToken ct) => (await inbox.PriceAsync(actor, id, ct)).ToHttp();

    private static async Task<Results<Accepted<Queued>, ProblemHttpResult>> ReplyWithContent(Actor actor, Id<Conversation> id, ContentRequest request, IInbox inbox, CancellationToken ct) => request switch
    {
        { Buttons: { } buttons, Place: null, Contacts: null } => Queue(id, await inbox.ReplyContentAsync(actor, id, new ReplyContent.Buttons(buttons.Text, buttons.Titles), request.ClientId, ct)),
        { Place: { } place, Buttons: null, Contacts: null } => Queue(id, await inbox.ReplyContentAsync(actor, id, place, request.ClientId, ct)),
        { Contacts: { } contacts, Buttons: null, Place: null } => Queue(id, await inbox.ReplyContentAsync(actor, id, new ReplyContent.Cards(contacts), request.ClientId, ct)),
        _ => InboxProblems.ContentUnclear.ToHttp(),
    };

    private static async Task<Results<Ok<Queued>, ProblemHttpResult>> Resend(Actor actor, Id<Message> id, IInbox inbox, CancellationToken ct) =>
        (await inbox.ResendAsync(actor, id, ct)).Match<Results<Ok<Queued>, ProblemHttpResult>>(message => TypedResults.Ok(new Queued(message)), problem => problem.ToHttp());

    private static async Task<Results<NoContent, ProblemHttpResult>> MarkRead(Actor actor, Id<Conversation> id, IInbox inbox, CancellationToken ct) =>
        (await inbox.MarkReadAsync(actor, id, ct)).ToEmptyHttp();

    private static async Task<Results<NoContent, ProblemHttpResult>> Change(Actor actor, Id<Conversation> id, ChangeRequest request, IInbox inbox, CancellationToken ct) =>
        (await inbox.ChangeAsync(actor, [id], request.ToChange(), ct)).ToEmptyHttp();

    private static async Task<Results<Ok<IReadOnlyList<TicketState>>, ProblemHttpResult>> ChangeMany(Actor actor, ManyRequest request, IInbox inbox, CancellationToken ct) =>
        (await inbox.ChangeAsync(actor, [.. request.Conversations ?? []], request.ToChange(), ct)).ToHttp();

    private static async Task<Results<NoContent, ProblemHttpResult>> Restore(Actor actor, RestoreRequest request, IInbox inbox, CancellationToken ct) =>
        (await inbox.RestoreAsync(actor, [.. request.States ?? []], ct)).ToEmptyHttp();

    private static async Task<Results<NoContent, ProblemHttpResult>> Block(Actor actor, Id<Conversation> id, IInbox inbox, CancellationToken ct) =>
        (await inbox.BlockAsync(actor, id, block: true, ct)).ToEmptyHttp();

    private static async Task<Results<NoContent, ProblemHttpResult>> Unblock(Actor actor, Id<Conversation> id, IInbox inbox, CancellationToken ct) =>
        (await inbox.BlockAsync(actor, id, block: false, ct)).ToEmptyHttp();

    private static async Task<Results<Ok<IReadOnlyList<ConversationEvent>>, ProblemHttpResult>> Events(Actor actor, Id<Conversation> id, IInbox inbox, DateTimeOffset? from, DateTimeOffset? until, CancellationToken ct) =>
        (await inbox.EventsAsync(actor, id, from, until, ct)).ToHttp();

    private static Results<Accepted<Queued>, ProblemHttpResult> Queue(Id<Conversation> id, Result<Id<Message>> result) => result.Match<Results<Accepted<Queued>, ProblemHttpResult>>(
        message => TypedResults.Accepted($"/api/v1/conversations/{id}/messages", new Queued(message)),
        problem => problem.ToHttp());
}
