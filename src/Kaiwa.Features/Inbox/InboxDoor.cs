using Kaiwa.Core.Contacts;
using Kaiwa.Core.Media;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Templates;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Labels;
using Kaiwa.Features.People;
using Kaiwa.Features.Teams;

namespace Kaiwa.Features.Inbox;

internal sealed class InboxDoor(
    Database database, ConversationStore conversations, ReadThread thread, Reply reply, ReplyMedia replyMedia, ReplyWithContent replyContent, PriceReply price, VoiceEncoder voices, MediaQueue media, ReplyTemplate replyTemplate, Resend resend, MarkRead markRead, ChangeTickets tickets, BlockCustomer blocking, EventStore events, IPeople people, ITeams teams, ILabels labels) : IInbox
{
    public async Task<Page<ConversationRow>> ListAsync(Actor actor, ConversationFilter filter, CancellationToken ct = default)
    {
        var records = await conversations.PageAsync(actor, filter, ct);
        var next = records.Count == ConversationStore.Most(filter) ? ConversationOrder.After(records[^1], filter) : null;
        var names = await NamesAsync(actor, records, ct);
        return new Page<ConversationRow>(records.Select(record => record.ToRow(names)).ToList(), next);
    }

    public async Task<Result<ConversationView>> OpenAsync(Actor actor, Id<Conversation> id, CancellationToken ct = default)
    {
        if (await conversations.FollowAsync(actor.Workspace, id, ct) is not { } record)
        {
            return InboxProblems.ConversationUnknown;
        }

        var (panel, identities, tags) = await conversations.PanelAsync(actor.Workspace, record.ContactId, ct);
        return new ConversationView
        {
            Row = record.ToRow(await NamesAsync(actor, [record], ct)),
            NumberId = record.NumberId,
            Identities = identities.Select(row => new ContactIdentity((IdentityKind)row.Kind, row.Kind == (int)IdentityKind.Phone ? "+" + row.Value : row.Value)).ToList(),
            Consent = (Consent)(panel?.Consent ?? 0),
            ConsentSource = panel?.ConsentSource,
            ConsentAt = panel is { ConsentAt: > 0 } ? DateTimeOffset.FromUnixTimeMilliseconds(panel.ConsentAt) : null,
            Username = panel?.Username,
            Language = panel?.Language,
            Tags = tags,
            FirstSeen = panel?.CreatedAt ?? default,
        };
    }

    public Task<Result<IReadOnlyList<ThreadMessage>>> ThreadAsync(Actor actor, Id<Conversation> id, ThreadPlace? place = null, int limit = 50, CancellationToken ct = default) =>
        thread.Handle(actor, id, place ?? ThreadPlace.Latest, limit, ct);

    public Task<Result<Id<Message>>> ReplyAsync(Actor actor, Id<Conversation> id, string text, Guid? clientId = null, CancellationToken ct = default) =>
        Permitted.WhenAsync(actor, Permissions.Send, () => reply.Handle(actor, id, text, clientId, ct));

    public Task<Result<Id<Message>>> ReplyMediaAsync(Actor actor, Id<Conversation> id, FileToSend file, Guid? clientId = null, CancellationToken ct = default) =>
        Permitted.WhenAsync(actor, Permissions.Send, () => replyMedia.Handle(actor, id, file, clientId, ct));

    public Task<Result<Id<Message>>> ReplyContentAsync(Actor actor, Id<Conversation> id, ReplyContent content, Guid? clientId = null, CancellationToken ct = default) =>
        Permitted.WhenAsync(actor, Permissions.Send, () => replyContent.Handle(actor, id, content, clientId, ct));

    public Task<Result<ReplyPrice>> PriceAsync(Actor actor, Id<Conversation> id, CancellationToken ct = default) => price.Handle(actor, id, ct);

    public bool TakesVoice => voices.IsThere;

    public async Task<Result<bool>> FetchMediaAsync(Actor actor, Id<Message> message, CancellationToken ct = default) =>
        Permitted.Refusal(actor, Permissions.Send) is { } refusal ? refusal
        : await database.InTransactionAsync(unit => media.AgainAsync(unit, actor.Workspace, message), ct: ct) ? true
        : InboxProblems.MessageUnknown;

    public Task<Result<Id<Message>>> ReplyTemplateAsync(
        Actor actor, Id<Conversation> id, Id<Template> template, IReadOnlyDictionary<string, string> variables, Guid? clientId = null, CancellationToken ct = default) =>
        Permitted.WhenAsync(actor, Permissions.Send, () => replyTemplate.Handle(actor, id, template, variables, clientId, ct));

    public Task<Result<Id<Message>>> ResendAsync(Actor actor, Id<Message> message, CancellationToken ct = default) =>
        Permitted.WhenAsync(actor, Permissions.Send, () => resend.Handle(actor, message, ct));

    public Task<Result<bool>> MarkReadAsync(Actor actor, Id<Conversation> id, CancellationToken ct = default) =>
        Permitted.WhenAsync(actor, Permissions.Send, () => markRead.Handle(actor, id, ct));

    public Task<Result<IReadOnlyList<TicketState>>> ChangeAsync(Actor actor, IReadOnlyCollection<Id<Conversation>> ids, TicketChange change, CancellationToken ct = default) => tickets.Handle(actor, ids, change, ct);

    public Task<Result<bool>> RestoreAsync(Actor actor, IReadOnlyCollection<TicketState> states, CancellationToken ct = default) => tickets.Restore(actor, states, ct);

    public Task<Result<bool>> BlockAsync(Actor actor, Id<Conversation> id, bool block, CancellationToken ct = default) =>
        Permitted.WhenAsync(actor, Permissions.Send, () => blocking.Handle(actor, id, block, ct));

    public async Task<Result<IReadOnlyList<ConversationEvent>>> EventsAsync(Actor actor, Id<Conversation> id, DateTimeOffset? from = null, DateTimeOffset? until = null, CancellationToken ct = default) =>
        await conversations.FindAsync(actor.Workspace, id, ct) is null ? InboxProblems.ConversationUnknown : await events.BetweenAsync(actor.Workspace, id, from, until, ct);

    public async Task<IReadOnlyList<Colleague>> ColleaguesAsync(Actor actor, CancellationToken ct = default) =>
        (await people.ListAsync(actor, ct)).Select(user => new Colleague(user.Id, user.Name)).OrderBy(colleague => colleague.Name, StringComparer.InvariantCultureIgnoreCase).ToList();

    public Task<ConversationCounts> CountAsync(Actor actor, ConversationStatus? status, CancellationToken ct = default) => conversations.CountAsync(actor, status, ct);

    public Task<int> UnreadAsync(Actor actor, CancellationToken ct = default) => conversations.UnreadAsync(actor.Workspace, ct);

    private async Task<Names> NamesAsync(Actor actor, IReadOnlyList<ConversationRecord> records, CancellationToken ct) => new(
        records.Any(record => record.AssignedTo is not null) ? (await ColleaguesAsync(actor, ct)).ToDictionary(colleague => colleague.Id) : [],
        records.Any(record => record.TeamId is not null) ? (await teams.ListAsync(actor, ct)).ToDictionary(team => team.Id, team => new TeamName(team.Id, team.Name)) : [],
        records.Any(record => record.Labels is not null) ? (await labels.ListAsync(actor, ct)).ToDictionary(label => label.Name, StringComparer.Ordinal) : []);
}
