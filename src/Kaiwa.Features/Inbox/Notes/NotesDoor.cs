using Kaiwa.Core.Live;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.People;

namespace Kaiwa.Features.Inbox.Notes;

internal sealed class NotesDoor(Database database, ConversationStore conversations, NoteStore notes, IPeople people, IEnumerable<IHearOfMentions> listeners, AuditLog audit, ILiveFeed feed, TimeProvider time) : INotes
{
    public async Task<Result<Note>> AddAsync(Actor actor, Id<Conversation> id, string text, CancellationToken ct = default)
    {
        var words = text.Trim();
        if ((Unfit(words) ?? await RefusalAsync(actor, id, ct)) is { } refusal)
        {
            return refusal;
        }

        var named = Named(words, await people.ListAsync(actor, ct));
        var note = new Note { Id = Id<Note>.New(time), At = time.GetUtcNow(), Author = actor.Name, Writer = Writer(actor), Text = words };
        await database.InTransactionAsync(
            async unit =>
            {
                await NoteStore.AddAsync(unit, actor, id, note);
                await MentionAsync(unit, actor, id, note.Id, named);
                await audit.WriteAsync(unit, actor, "conversation.noted", id.ToString());
                Tell(unit, actor, id);
            },
            ct: ct);
        return note;
    }

    public async Task<Result<Note>> EditAsync(Actor actor, Id<Conversation> id, Id<Note> note, string text, CancellationToken ct = default)
    {
        var words = text.Trim();
        if ((Unfit(words) ?? await RefusalAsync(actor, id, ct)) is { } refusal)
        {
            return refusal;
        }

        var colleagues = await people.ListAsync(actor, ct);
        return await database.InTransactionAsync<Result<Note>>(
            async unit =>
            {
                if (await NoteStore.FindAsync(unit, actor.Workspace, id, note) is not { } was)
                {
                    return InboxProblems.NoteUnknown;
                }

                if (!IsWriter(actor, was))
                {
                    return InboxProblems.NoteOfAnother;
                }

                if (was.Text == words)
                {
                    return was;
                }

                var becomes = was with { Text = words, EditedAt = time.GetUtcNow() };
                await NoteStore.EditAsync(unit, actor.Workspace, id, becomes);
                await MentionAsync(unit, actor, id, note, Named(words, colleagues).Except(Named(was.Text, colleagues)));
                await audit.WriteAsync(unit, actor, "conversation.note-edited", id.ToString());
                Tell(unit, actor, id);
                return becomes;
            },
            ct: ct);
    }

    public async Task<Result<bool>> DeleteAsync(Actor actor, Id<Conversation> id, Id<Note> note, CancellationToken ct = default)
    {
        if (await RefusalAsync(actor, id, ct) is { } refusal)
        {
            return refusal;
        }

        return await database.InTransactionAsync<Result<bool>>(
            async unit =>
            {
                if (await NoteStore.FindAsync(unit, actor.Workspace, id, note) is not { } was)
                {
                    return InboxProblems.NoteUnknown;
                }

                if (!IsWriter(actor, was) && !actor.May(Permissions.Administer))
                {
                    return InboxProblems.NoteOfAnother;
                }

                await NoteStore.DeleteAsync(unit, actor.Workspace, id, note);
                await audit.WriteAsync(unit, actor, "conversation.note-deleted", id.ToString(), was.Author);
                Tell(unit, actor, id);
                return true;
            },
            ct: ct);
    }

    public async Task<Result<IReadOnlyList<Note>>> ListAsync(Actor actor, Id<Conversation> id, DateTimeOffset? from = null, DateTimeOffset? until = null, CancellationToken ct = default) =>
        await conversations.FindAsync(actor.Workspace, id, ct) is null ? InboxProblems.ConversationUnknown : await notes.BetweenAsync(actor.Workspace, id, from, until, ct);

    public Task<bool> SeeAsync(Actor actor, Id<Conversation> id, CancellationToken ct = default) => database.InTransactionAsync(
        async unit =>
        {
            var isNews = await NoteStore.SeeAsync(unit, actor.Workspace, new Id<User>(actor.Subject), id);
            if (isNews)
            {
                Tell(unit, actor, id);
            }

            return isNews;
        },
        ct: ct);

    public async Task<IReadOnlyDictionary<Guid, int>> UnseenAsync(Actor actor, CancellationToken ct = default) =>
        actor.May(Permissions.Read) ? await notes.UnseenAsync(actor.Workspace, ct) : new Dictionary<Guid, int>();

    public async Task<Result<bool>> FollowAsync(Actor actor, Id<Conversation> id, bool follows, CancellationToken ct = default)
    {
        if (await RefusalAsync(actor, id, ct) is { } refusal)
        {
            return refusal;
        }

        return await database.InTransactionAsync(
            async unit =>
            {
                var isNews = await NoteStore.FollowAsync(unit, actor.Workspace, new Id<User>(actor.Subject), id, follows);
                if (isNews)
                {
                    await audit.WriteAsync(unit, actor, follows ? "conversation.followed" : "conversation.unfollowed", id.ToString());
                    Tell(unit, actor, id);
                }

                return isNews;
            },
            ct: ct);
    }

    public async Task<Result<Followers>> FollowersAsync(Actor actor, Id<Conversation> id, CancellationToken ct = default)
    {
        if (await conversations.FindAsync(actor.Workspace, id, ct) is null)
        {
            return InboxProblems.ConversationUnknown;
        }

        var users = await notes.FollowersAsync(actor.Workspace, id, ct);
        return new Followers(users, users.Contains(new Id<User>(actor.Subject)));
    }

    // The longest name counts where one begins with another: @Anna is not @Ann.
    private static IEnumerable<Id<User>> Named(string text, IEnumerable<UserRow> people)
    {
        var taken = new HashSet<int>();
        foreach (var user in people.OrderByDescending(user => user.Name.Length))
        {
            var (found, from) = (false, 0);
            while ((from = text.IndexOf("@" + user.Name, from, StringComparison.OrdinalIgnoreCase)) >= 0)
            {
                var ends = from + user.Name.Length + 1;
                found |= (ends == text.Length || !char.IsLetterOrDigit(text[ends]) || !char.IsAscii(text[ends])) && taken.Add(from);
                from = ends;
            }

            if (found)
            {
                yield return user.Id;
            }
        }
    }

    private static Problem? Unfit(string words) => words.Length switch
    {
        0 => InboxProblems.TextEmpty,
        > Note.Longest => InboxProblems.NoteTooLong,
        _ => null,
    };

    private static Id<User>? Writer(Actor actor) => actor.Kind == ActorKind.User ? new Id<User>(actor.Subject) : null;

    private static bool IsWriter(Actor actor, Note note) => note.Writer is { } writer && Writer(actor) == writer;

    private async Task MentionAsync(UnitOfWork unit, Actor actor, Id<Conversation> id, Id<Note> note, IEnumerable<Id<User>> named)
    {
        var others = named.Where(user => user.Value != actor.Subject).ToList();
        foreach (var user in others)
        {
            await NoteStore.MentionAsync(unit, actor.Workspace, id, user, time.GetUtcNow());
        }

        foreach (var listener in others.Count > 0 ? listeners : [])
        {
            await listener.OnMentionedAsync(unit, actor.Workspace, note, others);
        }
    }

    private async Task<Problem?> RefusalAsync(Actor actor, Id<Conversation> id, CancellationToken ct) =>
        Permitted.Refusal(actor, Permissions.Send) is { } refusal ? refusal
        : await conversations.FindAsync(actor.Workspace, id, ct) is null ? InboxProblems.ConversationUnknown
        : null;

    private void Tell(UnitOfWork unit, Actor actor, Id<Conversation> id) => unit.AfterCommit(() => feed.Publish(new Change(actor.Workspace, "inbox", id.Value)));
}
