using Kaiwa.Core.Contacts;
using Kaiwa.Core.Live;
using Kaiwa.Core.Media;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Templates;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.People;

namespace Kaiwa.Features.Inbox;

internal sealed class InboxDoor(
    Database database, ConversationStore conversations, ReadThread thread, Reply reply, ReplyMedia replyMedia, VoiceEncoder voices, MediaQueue media, ReplyTemplate replyTemplate, Resend resend, MarkRead markRead, Assign assign, AuditLog audit, ILiveFeed feed) : IInbox
{
    public async Task<Page<ConversationRow>> ListAsync(Actor actor, ConversationFilter filter, CancellationToken ct = default)
    {
        var records = await conversations.PageAsync(actor, filter, ct);
        var next = records.Count == ConversationStore.Most(filter) ? ConversationStore.After(records[^1], filter.Sort) : null;
        var colleagues = await NamesAsync(actor, records.Any(record => record.AssignedTo is not null), ct);
        return new Page<ConversationRow>(records.Select(record => record.ToRow(colleagues)).ToList(), next);
    }

    public async Task<Result<ConversationView>> OpenAsync(Actor actor, Id<Conversation> id, CancellationToken ct = default)
    {
        if (await conversations.FindAsync(actor.Workspace, id, ct) is not { } record)
        {
            return InboxProblems.ConversationUnknown;
        }

        var (panel, identities, tags) = await conversations.PanelAsync(actor.Workspace, record.ContactId, ct);
        return new ConversationView
        {
            Row = record.ToRow(await NamesAsync(actor, record.AssignedTo is not null, ct)),
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

    public Task<Result<IReadOnlyList<ThreadMessage>>> ThreadAsync(Actor actor, Id<Conversation> id, string? before = null, int limit = 50, CancellationToken ct = default) =>
        thread.Handle(actor, id, before, limit, ct);

    public Task<Result<Id<Message>>> ReplyAsync(Actor actor, Id<Conversation> id, string text, Guid? clientId = null, CancellationToken ct = default) => reply.Handle(actor, id, text, clientId, ct);

    public Task<Result<Id<Message>>> ReplyMediaAsync(Actor actor, Id<Conversation> id, FileToSend file, Guid? clientId = null, CancellationToken ct = default) =>
        replyMedia.Handle(actor, id, file, clientId, ct);

    public bool TakesVoice => voices.IsThere;

    public async Task<Result<bool>> FetchMediaAsync(Actor actor, Id<Message> message, CancellationToken ct = default) =>
        await database.InTransactionAsync(unit => media.AgainAsync(unit, actor.Workspace, message), ct: ct) ? true : InboxProblems.MessageUnknown;

    public Task<Result<Id<Message>>> ReplyTemplateAsync(
        Actor actor, Id<Conversation> id, Id<Template> template, IReadOnlyDictionary<string, string> variables, Guid? clientId = null, CancellationToken ct = default) =>
        replyTemplate.Handle(actor, id, template, variables, clientId, ct);

    public Task<Result<Id<Message>>> ResendAsync(Actor actor, Id<Message> message, CancellationToken ct = default) => resend.Handle(actor, message, ct);

    public Task<Result<bool>> MarkReadAsync(Actor actor, Id<Conversation> id, CancellationToken ct = default) => markRead.Handle(actor, id, ct);

    public async Task<Result<bool>> SetStatusAsync(Actor actor, Id<Conversation> id, ConversationStatus status, CancellationToken ct = default)
    {
        if (await conversations.FindAsync(actor.Workspace, id, ct) is null)
        {
            return InboxProblems.ConversationUnknown;
        }

        return await database.InTransactionAsync(
            async unit =>
            {
                var isNews = await conversations.SetStatusAsync(unit, actor.Workspace, id, status) > 0;
                if (isNews)
                {
                    await audit.WriteAsync(unit, actor, status == ConversationStatus.Open ? "conversation.opened" : "conversation.resolved", id.ToString());
                    unit.AfterCommit(() => feed.Publish(new Change(actor.Workspace, "inbox", id.Value)));
                }

                return isNews;
            },
            ct: ct);
    }

    public Task<Result<bool>> AssignAsync(Actor actor, Id<Conversation> id, Id<User>? user, CancellationToken ct = default) => assign.Handle(actor, id, user, ct);

    public Task<IReadOnlyList<Colleague>> ColleaguesAsync(Actor actor, CancellationToken ct = default) => assign.ColleaguesAsync(actor, ct);

    public Task<ConversationCounts> CountAsync(Actor actor, ConversationStatus? status, CancellationToken ct = default) => conversations.CountAsync(actor, status, ct);

    public Task<int> UnreadAsync(Actor actor, CancellationToken ct = default) => conversations.UnreadAsync(actor.Workspace, ct);

    private async Task<Dictionary<Id<User>, Colleague>> NamesAsync(Actor actor, bool areWanted, CancellationToken ct) =>
        areWanted ? (await assign.ColleaguesAsync(actor, ct)).ToDictionary(colleague => colleague.Id) : [];
}
