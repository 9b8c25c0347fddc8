using Kaiwa.Core.Messages;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Templates;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features;
using Kaiwa.Features.Inbox;
using Kaiwa.Features.People;

namespace Kaiwa.Console.Tests;

/// <summary>An inbox in memory whose answers a test can hold back or refuse.</summary>
internal sealed class FakeInbox : IInbox
{
    public List<ConversationRow> Rows { get; } = [];

    public List<ContactIdentity> Identities { get; set; } = [];

    public List<ThreadMessage> Thread { get; } = [];

    public List<(Id<Conversation> Conversation, string Text, Guid? ClientId)> Replies { get; } = [];

    public Problem? Refusal { get; set; }

    /// <summary>Replies wait for it.</summary>
    public TaskCompletionSource? Gate { get; set; }

    public List<Id<Conversation>> Read { get; } = [];

    public Task<Page<ConversationRow>> ListAsync(Actor actor, ConversationFilter filter, CancellationToken ct = default)
    {
        var all = Rows.Where(row => (filter.Status is null || row.Status == filter.Status) && (!filter.Overdue || row.DueAt < Some.Noon)).OrderByDescending(row => row.At).ToList();
        var from = filter.Cursor is null ? 0 : int.Parse(filter.Cursor, System.Globalization.CultureInfo.InvariantCulture);
        var next = from + filter.Limit < all.Count ? (from + filter.Limit).ToString(System.Globalization.CultureInfo.InvariantCulture) : null;
        return Task.FromResult(new Page<ConversationRow>(all.Skip(from).Take(filter.Limit).ToList(), next));
    }

    public Task<Result<ConversationView>> OpenAsync(Actor actor, Id<Conversation> id, CancellationToken ct = default) =>
        Task.FromResult(Rows.Find(row => row.Id == id) is { } row
            ? (Result<ConversationView>)new ConversationView { Row = row, NumberId = default, Identities = [.. Identities] }
            : new Problem("conversation-not-found", 404));

    public Task<Result<IReadOnlyList<ThreadMessage>>> ThreadAsync(Actor actor, Id<Conversation> id, ThreadPlace? place = null, int limit = 50, CancellationToken ct = default)
    {
        var part = place is null || place == ThreadPlace.Latest ? Thread.TakeLast(limit)
            : Thread.Find(message => place == ThreadPlace.Before(message.Position)) is { } next ? Thread.TakeWhile(message => message != next).TakeLast(limit)
            : Thread.Find(message => place == ThreadPlace.After(message.Position)) is { } last ? Thread.SkipWhile(message => message != last).Skip(1).Take(limit)
            : Thread.Find(message => place == ThreadPlace.Around(message.Position)) is { } middle ? Thread.Skip(Math.Max(0, Thread.IndexOf(middle) - (limit / 2))).Take(limit)
            : Thread.SkipWhile(message => place != ThreadPlace.From(message.At)).Take(limit);
        return Task.FromResult<Result<IReadOnlyList<ThreadMessage>>>(part.ToArray());
    }

    public async Task<Result<Id<Message>>> ReplyAsync(Actor actor, Id<Conversation> id, string text, Guid? clientId = null, CancellationToken ct = default)
    {
        Replies.Add((id, text, clientId));
        if (Gate is { } gate)
        {
            await gate.Task;
        }

        if (Refusal is { } refusal)
        {
            return refusal;
        }

        var message = Some.Message(500 + Thread.Count, Direction.Outgoing, text);
        Thread.Add(message);
        return message.Id;
    }

    public bool TakesVoice { get; set; } = true;

    public List<(string? Name, string? Caption, Guid? ClientId)> Files { get; } = [];

    public Task<Result<Id<Message>>> ReplyMediaAsync(Actor actor, Id<Conversation> id, FileToSend file, Guid? clientId = null, CancellationToken ct = default)
    {
        Files.Add((file.FileName, file.Caption, clientId));
        return Task.FromResult<Result<Id<Message>>>(Refusal is { } refusal ? refusal : Some.Id<Message>(902));
    }

    public Task<Result<Id<Message>>> ReplyContentAsync(Actor actor, Id<Conversation> id, ReplyContent content, Guid? clientId = null, CancellationToken ct = default) =>
        Task.FromResult<Result<Id<Message>>>(Refusal is { } refusal ? refusal : Some.Id<Message>(903));

    public Task<Result<ReplyPrice>> PriceAsync(Actor actor, Id<Conversation> id, CancellationToken ct = default) => Task.FromResult<Result<ReplyPrice>>(new ReplyPrice(ReplyCharge.Paid));

    public Task<Result<bool>> FetchMediaAsync(Actor actor, Id<Message> message, CancellationToken ct = default) => Task.FromResult<Result<bool>>(true);

    public Task<Result<Id<Message>>> ReplyTemplateAsync(Actor actor, Id<Conversation> id, Id<Template> template, IReadOnlyDictionary<string, string> variables, Guid? clientId = null, CancellationToken ct = default) =>
        Task.FromResult<Result<Id<Message>>>(Some.Id<Message>(900));

    public Task<Result<Id<Message>>> ResendAsync(Actor actor, Id<Message> message, CancellationToken ct = default) => Task.FromResult<Result<Id<Message>>>(Some.Id<Message>(901));

    public Task<Result<bool>> MarkReadAsync(Actor actor, Id<Conversation> id, CancellationToken ct = default)
    {
        Read.Add(id);
        return Task.FromResult<Result<bool>>(true);
    }

    public List<Colleague> Colleagues { get; } = [];

    public List<ConversationEvent> Events { get; } = [];

    public List<(IReadOnlyCollection<Id<Conversation>> Ids, TicketChange Change)> Changes { get; } = [];

    public Task<Result<IReadOnlyList<TicketState>>> ChangeAsync(Actor actor, IReadOnlyCollection<Id<Conversation>> ids, TicketChange change, CancellationToken ct = default)
    {
        if (Refusal is { } refusal)
        {
            return Task.FromResult<Result<IReadOnlyList<TicketState>>>(refusal);
        }

        Changes.Add((ids, change));
        var former = new List<TicketState>();
        foreach (var at in ids.Select(id => Rows.FindIndex(row => row.Id == id)))
        {
            var row = Rows[at];
            former.Add(new TicketState { Id = row.Id, Status = row.Status, Until = row.SnoozedUntil, Assignee = row.Assignee?.Id, Priority = row.Priority, Labels = row.Labels.Select(label => label.Id).ToList() });
            Rows[at] = row with
            {
                Status = change.Status ?? row.Status,
                SnoozedUntil = change.Until,
                Assignee = change.Assignment is { } assignment ? Colleagues.Find(colleague => colleague.Id == assignment.User) : row.Assignee,
                Priority = change.Priority ?? row.Priority,
            };
        }

        return Task.FromResult<Result<IReadOnlyList<TicketState>>>(former);
    }

    public Task<Result<bool>> RestoreAsync(Actor actor, IReadOnlyCollection<TicketState> states, CancellationToken ct = default)
    {
        foreach (var state in states)
        {
            var at = Rows.FindIndex(row => row.Id == state.Id);
            Rows[at] = Rows[at] with { Status = state.Status, SnoozedUntil = state.Until, Assignee = Colleagues.Find(colleague => colleague.Id == state.Assignee), Priority = state.Priority };
        }

        return Task.FromResult<Result<bool>>(true);
    }

    public Task<Result<IReadOnlyList<ConversationEvent>>> EventsAsync(Actor actor, Id<Conversation> id, DateTimeOffset? from = null, DateTimeOffset? until = null, CancellationToken ct = default) =>
        Task.FromResult<Result<IReadOnlyList<ConversationEvent>>>(Events.Where(one => (from is null || one.At >= from) && (until is null || one.At < until)).ToList());

    public Task<Result<bool>> BlockAsync(Actor actor, Id<Conversation> id, bool block, CancellationToken ct = default) => Task.FromResult<Result<bool>>(true);

    public Task<IReadOnlyList<Colleague>> ColleaguesAsync(Actor actor, CancellationToken ct = default) => Task.FromResult<IReadOnlyList<Colleague>>(Colleagues);

    public Task<ConversationCounts> CountAsync(Actor actor, ConversationStatus? status, CancellationToken ct = default) =>
        Task.FromResult(new ConversationCounts(Rows.Count(row => row.Assignee?.Id.Value == actor.Subject), Rows.Count(row => row.Assignee is null), Rows.Count));

    public Task<int> UnreadAsync(Actor actor, CancellationToken ct = default) => Task.FromResult(Rows.Count(row => row.Unread > 0));
}
