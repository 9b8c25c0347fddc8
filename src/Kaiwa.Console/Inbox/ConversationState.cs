using Kaiwa.Console.Shell;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Templates;
using Kaiwa.Core.Web;
using Kaiwa.Features.Inbox;

namespace Kaiwa.Console.Inbox;

/// <summary>One open conversation: its messages, those just written that the server has not shown yet, and the 24 hours.</summary>
public sealed class ConversationState(IInbox inbox, Session session, TimeProvider time)
{
    private const int PageSize = 50;
    private static readonly TimeSpan Soon = TimeSpan.FromHours(2);
    private readonly List<(ThreadMessage Shown, Id<Message>? Real)> pending = [];
    private IReadOnlyList<ThreadMessage> stored = [];
    private int version;

    public Id<Conversation>? Id { get; private set; }

    public ConversationView? View { get; private set; }

    public Problem? Problem { get; private set; }

    public bool IsLoading { get; private set; }

    public bool HasEarlier { get; private set; }

    /// <summary>Stored messages, then those on their way to the server.</summary>
    public IReadOnlyList<ThreadMessage> Messages => pending.Count == 0 ? stored : [.. stored, .. pending.Select(item => item.Shown)];

    public bool IsPending(ThreadMessage message) => pending.Exists(item => item.Shown.Id == message.Id);

    public TimeSpan WindowLeft => View?.Row.WindowClosesAt is { } closes && closes > time.GetUtcNow() ? closes - time.GetUtcNow() : TimeSpan.Zero;

    public bool IsWindowOpen => WindowLeft > TimeSpan.Zero;

    public bool IsWindowClosing => IsWindowOpen && WindowLeft < Soon;

    public void Close()
    {
        version++;
        (Id, View, stored, Problem, HasEarlier, IsLoading) = (null, null, [], null, false, false);
        pending.Clear();
    }

    public async Task OpenAsync(Id<Conversation> id)
    {
        Close();
        var mine = version;
        (Id, IsLoading) = (id, true);
        var actor = await session.ActorAsync();
        var opened = await inbox.OpenAsync(actor, id);
        var thread = await inbox.ThreadAsync(actor, id, null, PageSize);
        if (mine != version)
        {
            return;
        }

        IsLoading = false;
        Problem = opened.Problem ?? thread.Problem;
        if (Problem is null)
        {
            (View, stored, HasEarlier) = (opened.Value, thread.Value, thread.Value.Count == PageSize);
        }
    }

    public async Task EarlierAsync()
    {
        if (!HasEarlier || Id is not { } id || stored.Count == 0)
        {
            return;
        }

        var mine = version;
        var earlier = await inbox.ThreadAsync(await session.ActorAsync(), id, stored[0].Position, PageSize);
        if (mine == version && earlier.IsOk)
        {
            stored = [.. earlier.Value, .. stored];
            HasEarlier = earlier.Value.Count == PageSize;
        }
    }

    public async Task RefreshAsync()
    {
        if (Id is not { } id || IsLoading || Problem is not null)
        {
            return;
        }

        var mine = version;
        var actor = await session.ActorAsync();
        var opened = await inbox.OpenAsync(actor, id);
        var latest = await inbox.ThreadAsync(actor, id, null, PageSize);
        if (mine != version || !opened.IsOk || !latest.IsOk)
        {
            return;
        }

        View = opened.Value;
        var fresh = latest.Value.Select(message => message.Id).ToHashSet();
        stored = latest.Value.Count < PageSize ? latest.Value : [.. stored.TakeWhile(message => !fresh.Contains(message.Id)), .. latest.Value];
        pending.RemoveAll(item => item.Real is { } real && fresh.Contains(real));
    }

    /// <summary>Shows the text at once, then sends it. What the server refuses is taken away again and comes back as the problem.</summary>
    public async Task<Problem?> SendAsync(Id<Conversation> id, string text)
    {
        var clientId = Id<Message>.New(time);
        var isHere = Id == id;
        if (isHere)
        {
            pending.Add((Draft(clientId, text), null));
        }

        var sent = await inbox.ReplyAsync(await session.ActorAsync(), id, text, clientId.Value);
        await SettleAsync(clientId, sent);
        return sent.Problem;
    }

    /// <summary>Whether recordings can become voice notes.</summary>
    public bool TakesVoice => inbox.TakesVoice;

    /// <summary>What a new message is called before it is sent, so that sending it again is the same message.</summary>
    public Guid NewId() => Id<Message>.New(time).Value;

    /// <summary>Sends a file. With the id of an earlier try nothing is sent twice.</summary>
    public async Task<Problem?> SendFileAsync(Id<Conversation> id, FileToSend file, Guid clientId, CancellationToken ct)
    {
        var sent = await inbox.ReplyMediaAsync(await session.ActorAsync(), id, file, clientId, ct);
        if (Id == id)
        {
            await RefreshAsync();
        }

        return sent.Problem;
    }

    /// <summary>Has a file fetched that could not be had.</summary>
    public async Task<Problem?> FetchMediaAsync(Id<Message> message) => (await inbox.FetchMediaAsync(await session.ActorAsync(), message)).Problem;

    public async Task<Problem?> SendTemplateAsync(Id<Template> template, IReadOnlyDictionary<string, string> variables)
    {
        if (Id is not { } id)
        {
            return null;
        }

        var sent = await inbox.ReplyTemplateAsync(await session.ActorAsync(), id, template, variables, Id<Message>.New(time).Value);
        await RefreshAsync();
        return sent.Problem;
    }

    public async Task<Problem?> ResendAsync(Id<Message> message)
    {
        var sent = await inbox.ResendAsync(await session.ActorAsync(), message);
        await RefreshAsync();
        return sent.Problem;
    }

    public async Task MarkReadAsync()
    {
        if (Id is { } id && View is { Row.Unread: > 0 })
        {
            View = View with { Row = View.Row with { Unread = 0 } };
            await inbox.MarkReadAsync(await session.ActorAsync(), id);
        }
    }

    public async Task<Problem?> SetStatusAsync(Id<Conversation> id, ConversationStatus status)
    {
        if (Id == id && View is not null)
        {
            View = View with { Row = View.Row with { Status = status } };
        }

        return (await inbox.SetStatusAsync(await session.ActorAsync(), id, status)).Problem;
    }

    /// <summary>Shows the new name at once, then tells the server; what it refuses comes back as the problem.</summary>
    public async Task<Problem?> AssignAsync(Id<Conversation> id, Colleague? colleague)
    {
        var was = View?.Row.Assignee;
        ShowAssignee(id, colleague);
        var answer = await inbox.AssignAsync(await session.ActorAsync(), id, colleague?.Id);
        if (answer.Problem is not null)
        {
            ShowAssignee(id, was);
        }

        return answer.Problem;
    }

    private void ShowAssignee(Id<Conversation> id, Colleague? colleague)
    {
        if (Id == id && View is not null)
        {
            View = View with { Row = View.Row with { Assignee = colleague } };
        }
    }

    private async Task SettleAsync(Id<Message> clientId, Result<Id<Message>> sent)
    {
        var at = pending.FindIndex(item => item.Shown.Id == clientId);
        if (at < 0)
        {
            return;
        }

        if (sent.IsOk)
        {
            pending[at] = (pending[at].Shown, sent.Value);
            await RefreshAsync();
        }
        else
        {
            pending.RemoveAt(at);
        }
    }

    private ThreadMessage Draft(Id<Message> id, string text) => new()
    {
        Id = id,
        Direction = Direction.Outgoing,
        Kind = "text",
        Content = "{}",
        Text = text,
        State = MessageState.Queued,
        At = time.GetUtcNow(),
        Origin = Origin.Person,
        Position = "",
    };
}
