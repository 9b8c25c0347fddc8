using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Inbox;
using Kaiwa.Features.Inbox.Notes;

namespace Kaiwa.Console.Tests;

/// <summary>Notes in memory.</summary>
internal sealed class FakeNotes : INotes
{
    public List<Note> Notes { get; } = [];

    public List<Id<Conversation>> Seen { get; } = [];

    public bool Follows { get; private set; }

    public Task<Result<Note>> AddAsync(Actor actor, Id<Conversation> id, string text, CancellationToken ct = default)
    {
        Notes.Add(new Note { Id = Some.Id<Note>(Notes.Count + 1), At = Some.Noon, Author = actor.Name, Text = text });
        return Task.FromResult<Result<Note>>(Notes[^1]);
    }

    public Task<Result<Note>> EditAsync(Actor actor, Id<Conversation> id, Id<Note> note, string text, CancellationToken ct = default)
    {
        var at = Notes.FindIndex(one => one.Id == note);
        Notes[at] = Notes[at] with { Text = text, EditedAt = Some.Noon };
        return Task.FromResult<Result<Note>>(Notes[at]);
    }

    public Task<Result<bool>> DeleteAsync(Actor actor, Id<Conversation> id, Id<Note> note, CancellationToken ct = default) => Task.FromResult<Result<bool>>(Notes.RemoveAll(one => one.Id == note) > 0);

    public Task<Result<IReadOnlyList<Note>>> ListAsync(Actor actor, Id<Conversation> id, DateTimeOffset? from = null, DateTimeOffset? until = null, CancellationToken ct = default) =>
        Task.FromResult<Result<IReadOnlyList<Note>>>(Notes.ToList());

    public Task<bool> SeeAsync(Actor actor, Id<Conversation> id, CancellationToken ct = default)
    {
        Seen.Add(id);
        return Task.FromResult(true);
    }

    public Task<IReadOnlyDictionary<Guid, int>> UnseenAsync(Actor actor, CancellationToken ct = default) => Task.FromResult<IReadOnlyDictionary<Guid, int>>(new Dictionary<Guid, int>());

    public Task<Result<bool>> FollowAsync(Actor actor, Id<Conversation> id, bool follows, CancellationToken ct = default)
    {
        Follows = follows;
        return Task.FromResult<Result<bool>>(true);
    }

    public Task<Result<Followers>> FollowersAsync(Actor actor, Id<Conversation> id, CancellationToken ct = default) => Task.FromResult<Result<Followers>>(new Followers([], Follows));
}
