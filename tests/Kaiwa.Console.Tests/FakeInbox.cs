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

    public List<ThreadMessage> Thread { get; } = [];

    public List<(Id<Conversation> Conversation, string Text, Guid? ClientId)> Replies { get; } = [];

    public Problem? Refusal { get; set; }

    /// <summary>Replies wait for it.</summary>
    public TaskCompletionSource? Gate { get; set; }

    public List<Id<Conversation>> Read { get; } = [];

    public Task<Page<ConversationRow>> ListAsync(Actor actor, ConversationFilter filter, CancellationToken ct = default)
    {
        var all = Rows.Where(row => filter.Status is null || row.Status == filter.Status).OrderByDescending(row => row.At).ToList();
        var from = filter.Cursor is null ? 0 : int.Parse(filter.Cursor, System.Globalization.CultureInfo.InvariantCulture);
        var next = from + filter.Limit < all.Count ? (from + filter.Limit).ToString(System.Globalization.CultureInfo.InvariantCulture) : null;
        return Task.FromResult(new Page<ConversationRow>(all.Skip(from).Take(filter.Limit).ToList(), next));
    }

    public Task<Result<ConversationView>> OpenAsync(Actor actor, Id<Conversation> id, CancellationToken ct = default) =>
        Task.FromResult(Rows.Find(row => row.Id == id) is { } row
            ? (Result<ConversationView>)new ConversationView { Row = row, NumberId = default, Identities = [] }
            : new Problem("conversation-not-found", 404));

    public Task<Result<IReadOnlyList<ThreadMessage>>> ThreadAsync(Actor actor, Id<Conversation> id, string? before = null, int limit = 50, CancellationToken ct = default)
    {
        var part = Thread.Where(message => before is null || string.CompareOrdinal(message.Position, before) < 0).TakeLast(limit).ToArray();
        return Task.FromResult<Result<IReadOnlyList<ThreadMessage>>>(part);
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

    public Task<Result<bool>> FetchMediaAsync(Actor actor, Id<Message> message, CancellationToken ct = default) => Task.FromResult<Result<bool>>(true);

    public Task<Result<Id<Message>>> ReplyTemplateAsync(Actor actor, Id<Conversation> id, Id<Template> template, IReadOnlyDictionary<string, string> variables, Guid? clientId = null, CancellationToken ct = default) =>
        Task.FromResult<Result<Id<Message>>>(Some.Id<Message>(900));

    public Task<Result<Id<Message>>> ResendAsync(Actor actor, Id<Message> message, CancellationToken ct = default) => Task.FromResult<Result<Id<Message>>>(Some.Id<Message>(901));

    public Task<Result<bool>> MarkReadAsync(Actor actor, Id<Conversation> id, CancellationToken ct = default)
    {
        Read.Add(id);
        return Task.FromResult<Result<bool>>(true);
    }

    public Task<Result<bool>> SetStatusAsync(Actor actor, Id<Conversation> id, ConversationStatus status, CancellationToken ct = default)
    {
        var at = Rows.FindIndex(row => row.Id == id);
        Rows[at] = Rows[at] with { Status = status };
        return Task.FromResult<Result<bool>>(true);
    }

    public List<Colleague> Colleagues { get; } = [];

    public Task<Result<bool>> AssignAsync(Actor actor, Id<Conversation> id, Id<User>? user, CancellationToken ct = default)
    {
        if (Refusal is { } refusal)
        {
            return Task.FromResult<Result<bool>>(refusal);
        }

        var at = Rows.FindIndex(row => row.Id == id);
        Rows[at] = Rows[at] with { Assignee = Colleagues.Find(colleague => colleague.Id == user) };
        return Task.FromResult<Result<bool>>(true);
    }

    public Task<IReadOnlyList<Colleague>> ColleaguesAsync(Actor actor, CancellationToken ct = default) => Task.FromResult<IReadOnlyList<Colleague>>(Colleagues);

    public Task<ConversationCounts> CountAsync(Actor actor, ConversationStatus? status, CancellationToken ct = default) =>
        Task.FromResult(new ConversationCounts(Rows.Count(row => row.Assignee?.Id.Value == actor.Subject), Rows.Count(row => row.Assignee is null), Rows.Count));

    public Task<int> UnreadAsync(Actor actor, CancellationToken ct = default) => Task.FromResult(Rows.Count(row => row.Unread > 0));
}
