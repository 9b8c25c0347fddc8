using Kaiwa.Console.Shell;
using Kaiwa.Core.Contacts;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Templates;
using Kaiwa.Core.Web;
using Kaiwa.Features.Inbox;
using Kaiwa.Features.Inbox.Notes;

namespace Kaiwa.Console.Inbox;

/// <summary>One open conversation: its messages, those just written that the server has not shown yet, and the 24 hours.</summary>
public sealed class ConversationState(IInbox inbox, INotes notes, Session session, TimeProvider time)
{
    private const int PageSize = 50;
    private static readonly TimeSpan Soon = TimeSpan.FromHours(2);
    private readonly List<(ThreadMessage Shown, Id<Message>? Real)> pending = [];
    private readonly HashSet<Id<Message>> sentHere = [];
    private IReadOnlyList<ThreadMessage> stored = [];
    private readonly Asides asides = new(inbox, notes);
    private int version;

    public Id<Conversation>? Id { get; private set; }

    public ConversationView? View { get; private set; }

    /// <summary>Whether the reader hears when this customer writes.</summary>
    public bool Follows { get; private set; }

    public Problem? Problem { get; private set; }

    public bool IsLoading { get; private set; }

    public bool HasEarlier { get; private set; }

    /// <summary>The reader looks at an old part: what comes is not shown until they go on to the end.</summary>
    public bool HasLater { get; private set; }

    /// <summary>The message that the reader was led to.</summary>
    public ThreadMessage? Target { get; private set; }

    /// <summary>Stored messages, then those on their way to the server.</summary>
    public IReadOnlyList<ThreadMessage> Messages => pending.Count == 0 ? stored : [.. stored, .. pending.Select(item => item.Shown)];

    /// <summary>Messages with what was done between them.</summary>
    public IReadOnlyList<ThreadItem> Items => asides.Among(Messages);

    /// <summary>Whether somebody else of the shop answered since then.</summary>
    public bool IsAnsweredSince(DateTimeOffset moment) => stored.Any(message => message is { Direction: Direction.Outgoing, Origin: Origin.Person } && message.At > moment && !sentHere.Contains(message.Id));

    public bool IsPending(ThreadMessage message) => pending.Exists(item => item.Shown.Id == message.Id);

    public TimeSpan WindowLeft => View?.Row.WindowClosesAt is { } closes && closes > time.GetUtcNow() ? closes - time.GetUtcNow() : TimeSpan.Zero;

    public bool IsWindowOpen => WindowLeft > TimeSpan.Zero;

    public bool IsWindowClosing => IsWindowOpen && WindowLeft < Soon;

    public void Close()
    {
        version++;
        (Id, View, stored, Problem, Target) = (null, null, [], null, null);
        (HasEarlier, HasLater, IsLoading) = (false, false, false);
        pending.Clear();
        sentHere.Clear();
        asides.Clear();
    }

    /// <param name="id">Which.</param>
    /// <param name="position">A message to begin with, as <see cref="ThreadMessage.Position"/>; the latest ones without it.</param>
    public async Task OpenAsync(Id<Conversation> id, string? position = null)
    {
        Close();
        var mine = version;
        (Id, IsLoading) = (id, true);
        var actor = await session.ActorAsync();
        var opened = await inbox.OpenAsync(actor, id);
        var real = opened.IsOk ? opened.Value.Row.Id : id; // another one, if it went into that
        var thread = await inbox.ThreadAsync(actor, real, ThreadPlace.Latest, PageSize);
        if (mine != version)
        {
            return;
        }

        (Id, IsLoading) = (real, false);
        Problem = opened.Problem ?? thread.Problem;
        if (Problem is null)
        {
            (View, stored, HasEarlier) = (opened.Value, thread.Value, thread.Value.Count == PageSize);
            await ReadAsidesAsync(real);
            if (position is not null)
            {
                await ShowAsync(position);
            }
        }
    }

    /// <summary>Goes to a message of this thread, wherever it stands.</summary>
    public async Task ShowAsync(string position)
    {
        if (!stored.Any(message => message.Position == position) && Id is { } id)
        {
            await ReadFromAsync(id, ThreadPlace.Around(position));
        }

        Target = stored.FirstOrDefault(message => message.Position == position);
    }

    /// <summary>Goes to the first message since then; to the last one when nothing was written since.</summary>
    public async Task ShowAsync(DateTimeOffset from)
    {
        if (Id is not { } id)
        {
            return;
        }

        var known = !HasEarlier || stored is [var first, ..] && first.At < from;
        if (!known || HasLater)
        {
            await ReadFromAsync(id, ThreadPlace.From(from));
        }

        Target = stored.FirstOrDefault(message => message.At >= from) ?? (stored.Count > 0 ? stored[^1] : null);
    }

    /// <summary>Back to the latest messages.</summary>
    public async Task LatestAsync()
    {
        if (HasLater && Id is { } id)
        {
            await ReadFromAsync(id, ThreadPlace.Latest);
        }
    }

    public async Task LaterAsync()
    {
        if (!HasLater || Id is not { } id || stored.Count == 0)
        {
            return;
        }

        var mine = version;
        var later = await inbox.ThreadAsync(await session.ActorAsync(), id, ThreadPlace.After(stored[^1].Position), PageSize);
        if (mine == version && later.IsOk)
        {
            stored = [.. stored, .. later.Value];
            HasLater = later.Value.Count == PageSize;
            await ReadAsidesAsync(id);
        }
    }

    public async Task EarlierAsync()
    {
        if (!HasEarlier || Id is not { } id || stored.Count == 0)
        {
            return;
        }

        var mine = version;
        var earlier = await inbox.ThreadAsync(await session.ActorAsync(), id, ThreadPlace.Before(stored[0].Position), PageSize);
        if (mine == version && earlier.IsOk)
        {
            stored = [.. earlier.Value, .. stored];
            HasEarlier = earlier.Value.Count == PageSize;
            await ReadAsidesAsync(id);
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
        if (mine == version && opened.IsOk && View is { } shown && IsSomebodyElse(shown, opened.Value))
        {
            await OpenAsync(id);
            return;
        }

        var latest = await inbox.ThreadAsync(actor, id, ThreadPlace.Latest, PageSize);
        if (mine != version || !opened.IsOk || !latest.IsOk)
        {
            return;
        }

        View = opened.Value;
        if (HasLater)
        {
            await ReadAsidesAsync(id);
            return;
        }

        var fresh = latest.Value.Select(message => message.Id).ToHashSet();
        stored = latest.Value.Count < PageSize ? latest.Value : [.. stored.TakeWhile(message => !fresh.Contains(message.Id)), .. latest.Value];
        pending.RemoveAll(item => item.Real is { } real && fresh.Contains(real));
        await ReadAsidesAsync(id);
    }

    // Merged or parted: other messages belong here now, old ones too. That WhatsApp told one more name for the same telephone is no news for the thread.
    private static bool IsSomebodyElse(ConversationView was, ConversationView now) =>
        was.Identities.Except(now.Identities).Any() || now.Identities.Except(was.Identities).Any(name => name.Kind == IdentityKind.Phone);

    /// <summary>Shows the text at once, then sends it. What the server refuses is taken away again and comes back as the problem.</summary>
    public async Task<Problem?> SendAsync(Id<Conversation> id, string text)
    {
        if (Id == id)
        {
            await LatestAsync();
        }

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
        Remember(sent);
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
        Remember(sent);
        await RefreshAsync();
        return sent.Problem;
    }

    public async Task<Problem?> ResendAsync(Id<Message> message)
    {
        var sent = await inbox.ResendAsync(await session.ActorAsync(), message);
        Remember(sent);
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

    /// <summary>Shows a change of the open conversation before the server has heard of it.</summary>
    public void Show(Func<ConversationRow, ConversationRow> change)
    {
        if (View is not null)
        {
            View = View with { Row = change(View.Row) };
        }
    }

    // A part that ends before the thread does is followed by the next one at once: most often that one is the end, and then news is shown again.
    private async Task ReadFromAsync(Id<Conversation> id, ThreadPlace place)
    {
        var mine = version;
        var part = await inbox.ThreadAsync(await session.ActorAsync(), id, place, PageSize);
        if (mine != version || !part.IsOk)
        {
            return;
        }

        if (part.Value.Count == 0)
        {
            part = await inbox.ThreadAsync(await session.ActorAsync(), id, ThreadPlace.Latest, PageSize);
            place = ThreadPlace.Latest;
        }

        if (mine == version && part.IsOk)
        {
            (stored, HasEarlier, HasLater) = (part.Value, place != ThreadPlace.Latest || part.Value.Count == PageSize, place != ThreadPlace.Latest);
            await ReadAsidesAsync(id);
            await LaterAsync();
        }
    }

    /// <summary>Keeps a note for the colleagues.</summary>
    public async Task<Problem?> NoteAsync(Id<Conversation> id, string text)
    {
        var kept = await notes.AddAsync(await session.ActorAsync(), id, text);
        await RefreshAsync();
        return kept.Problem;
    }

    public async Task<Problem?> EditNoteAsync(Id<Note> note, string text)
    {
        var edited = Id is { } id ? await notes.EditAsync(await session.ActorAsync(), id, note, text) : default;
        await RefreshAsync();
        return edited.Problem;
    }

    public async Task<Problem?> DeleteNoteAsync(Id<Note> note)
    {
        var deleted = Id is { } id ? await notes.DeleteAsync(await session.ActorAsync(), id, note) : default;
        await RefreshAsync();
        return deleted.Problem;
    }

    public async Task<Problem?> FollowAsync()
    {
        if (Id is not { } id)
        {
            return null;
        }

        Follows = !Follows;
        var answer = await notes.FollowAsync(await session.ActorAsync(), id, Follows);
        Follows = answer.IsOk ? Follows : !Follows;
        return answer.Problem;
    }

    private async Task ReadAsidesAsync(Id<Conversation> id)
    {
        var mine = version;
        var actor = await session.ActorAsync();
        if (mine == version)
        {
            await asides.LoadAsync(actor, id, stored, HasEarlier, HasLater);
            Follows = (await notes.FollowersAsync(actor, id)).Match(followers => followers.Me, _ => false);
        }
    }

    private void Remember(Result<Id<Message>> sent)
    {
        if (sent.IsOk)
        {
            sentHere.Add(sent.Value);
        }
    }

    private async Task SettleAsync(Id<Message> clientId, Result<Id<Message>> sent)
    {
        Remember(sent);
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
