using Kaiwa.Core.Contacts;
using Kaiwa.Core.Live;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.Audiences.Merges;

internal sealed class ContactMergesDoor(Database database, MergeContacts merge, UnmergeContacts unmerge, AuditLog audit, ILiveFeed feed) : IContactMerges
{
    // Writes what is there, so that nobody else joins one of them meanwhile; in order of their ids, so that two who do it wait for each other.
    private const string Lock = "UPDATE contact SET name_at = name_at WHERE workspace_id = @workspace AND id = @contact AND merged_into IS NULL";
    private const string SelectMerges = """
        SELECT g.id, g.at, g.actor, g.identities, COALESCE(c.name, c.username) AS name, CASE WHEN kept.merged_into IS NULL THEN 0 ELSE 1 END AS is_merged
        FROM contact_merge g JOIN contact c ON c.id = g.from_contact_id JOIN contact kept ON kept.id = g.into_contact_id
        WHERE g.workspace_id = @workspace AND g.into_contact_id = @contact AND g.undone_at IS NULL ORDER BY g.id DESC LIMIT 100
        """;

    private const string SelectNames = "SELECT id, kind, value FROM identity WHERE workspace_id = @workspace AND contact_id = @contact ORDER BY kind, id";

    public async Task<IReadOnlyList<MergeRow>> ListAsync(Actor actor, Id<Contact> contact, CancellationToken ct = default)
    {
        var args = new { workspace = actor.Workspace, contact };
        var merges = await database.QueryAsync<StoredMerge>(SelectMerges, args, ct);
        if (merges.Count == 0)
        {
            return [];
        }

        var names = await database.QueryAsync<StoredName>(SelectNames, args, ct);
        return [.. merges.Select((row, i) => Row(row, names) with { MayUndo = i == 0 && row.IsMerged == 0 })];
    }

    public async Task<Result<MergedContacts>> MergeAsync(Actor actor, Id<Contact> one, Id<Contact> other, CancellationToken ct = default)
    {
        if (Permitted.Refusal(actor, Permissions.Contacts) is { } refusal)
        {
            return refusal;
        }

        if (one == other)
        {
            return MergeProblems.Same;
        }

        return await database.InTransactionAsync<Result<MergedContacts>>(
            async unit =>
            {
                foreach (var contact in new[] { one, other }.Order())
                {
                    if (await unit.ExecuteAsync(Lock, new { workspace = actor.Workspace, contact }) == 0)
                    {
                        return AudienceProblems.ContactUnknown;
                    }
                }

                var done = await merge.HandleAsync(unit, actor.Workspace, one, other, actor);
                await audit.WriteAsync(unit, actor, "contacts.merged", done.Into.ToString(), done.From.ToString());
                return Tell(unit, done);
            },
            ct: ct);
    }

    public async Task<Result<MergedContacts>> UndoAsync(Actor actor, Id<ContactMerge> id, CancellationToken ct = default)
    {
        if (Permitted.Refusal(actor, Permissions.Contacts) is { } refusal)
        {
            return refusal;
        }

        return await database.InTransactionAsync<Result<MergedContacts>>(
            async unit =>
            {
                var (result, undone) = await unmerge.HandleAsync(unit, actor, id);
                if (undone is null)
                {
                    return result == UnmergeResult.LaterFirst ? MergeProblems.LaterFirst : MergeProblems.Unknown;
                }

                await audit.WriteAsync(unit, actor, "contacts.unmerged", undone.Into.ToString(), undone.From.ToString());
                return Tell(unit, undone);
            },
            ct: ct);
    }

    private MergedContacts Tell(UnitOfWork unit, ContactMerge done)
    {
        unit.AfterCommit(() => feed.Publish(new Change(done.Workspace, "contacts", done.Into.Value)));
        return new MergedContacts(done.Id, done.Into, done.From);
    }

    private static MergeRow Row(StoredMerge merge, IReadOnlyList<StoredName> names)
    {
        var brought = merge.Identities.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Id<Identity>.Parse).ToHashSet();
        List<string> shown = [.. names.Where(name => brought.Contains(name.Id)).Select(name => name.Kind == (int)IdentityKind.Phone ? "+" + name.Value : name.Value)];
        return new MergeRow { Id = merge.Id, At = merge.At, By = merge.Actor, Name = merge.Name ?? shown.FirstOrDefault(), Identities = shown, MayUndo = false };
    }

    private sealed record StoredMerge
    {
        public required Id<ContactMerge> Id { get; init; }

        public required DateTimeOffset At { get; init; }

        public required string Actor { get; init; }

        public required string Identities { get; init; }

        public string? Name { get; init; }

        public required int IsMerged { get; init; }
    }

    private sealed record StoredName
    {
        public required Id<Identity> Id { get; init; }

        public required int Kind { get; init; }

        public required string Value { get; init; }
    }
}
