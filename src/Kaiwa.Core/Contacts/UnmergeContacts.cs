using Kaiwa.Core.Messages;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Core.Contacts;

/// <summary>
/// Takes a merge back: the younger is a contact of its own again, with the names it was known by, those first heard in their company, and their messages.
/// A refusal heard while they were one holds for both; a permission, for neither.
/// </summary>
public sealed class UnmergeContacts(IEnumerable<IFollowMerge> followers, TimeProvider time)
{
    private const string SelectMerge = "SELECT id, from_contact_id, into_contact_id, identities FROM contact_merge WHERE workspace_id = @workspace AND id = @id AND undone_at IS NULL";

    // What was learned later rests on it: the older's state before that one is the state after this one.
    private const string SelectLater = """
        SELECT 1 FROM contact_merge WHERE workspace_id = @workspace AND undone_at IS NULL AND id > @id AND (into_contact_id = @into OR from_contact_id = @into) LIMIT 1
        """;

    private const string Finish = "UPDATE contact_merge SET undone_at = @now WHERE workspace_id = @workspace AND id = @id AND undone_at IS NULL";

    // Whoever is just storing a message of the older's has committed, or waits until this has.
    private const string LockChats = "UPDATE chat SET last_inbound_at = last_inbound_at WHERE workspace_id = @workspace AND contact_id = @into";
    private const string SelectIdentities = "SELECT id, learned_with FROM identity WHERE workspace_id = @workspace AND contact_id = @into";
    private const string MoveIdentities = "UPDATE identity SET contact_id = v.contact_id FROM {rows} WHERE identity.workspace_id = v.workspace_id AND identity.id = v.id";
    private const string MoveMessages = """
        UPDATE message SET contact_id = @from
        WHERE workspace_id = @workspace AND contact_id = @into AND identity_id IN (SELECT i.id FROM identity i WHERE i.workspace_id = @workspace AND i.contact_id = @from)
        """;

    private const string SelectChats = """
        SELECT number_id, MAX(CASE WHEN direction = 0 AND kind <> 'system' THEN at ELSE 0 END) AS last_inbound_at FROM message WHERE workspace_id = @workspace AND contact_id = @from GROUP BY number_id
        """;

    private const string InsertChat = """
        INSERT INTO chat (id, workspace_id, number_id, contact_id, last_inbound_at, created_at)
        SELECT v.id, v.workspace_id, v.number_id, v.contact_id, v.last_inbound_at, v.at FROM {rows} WHERE TRUE ON CONFLICT (number_id, contact_id) DO NOTHING
        """;

    private const string NarrowChats = """
        UPDATE chat SET last_inbound_at = COALESCE(
          (SELECT MAX(m.at) FROM message m WHERE m.workspace_id = chat.workspace_id AND m.contact_id = chat.contact_id AND m.number_id = chat.number_id AND m.direction = 0 AND m.kind <> 'system'), 0)
        WHERE workspace_id = @workspace AND contact_id = @into
        """;

    private const string SelectStanding = "SELECT name, name_at, username, consent, consent_at, consent_source, no_contact FROM contact WHERE workspace_id = @workspace AND id = @contact";
    private const string SelectBefore = """
        SELECT into_name AS name, into_name_at AS name_at, into_username AS username, into_consent AS consent, into_consent_at AS consent_at, into_consent_source AS consent_source, into_no_contact AS no_contact
        FROM contact_merge WHERE workspace_id = @workspace AND id = @id AND into_name_at IS NOT NULL
        """;

    private const string Restore = """
        UPDATE contact SET merged_into = NULL, name = @Name, name_at = @NameAt, username = @Username, consent = @Consent, consent_at = @ConsentAt, consent_source = @ConsentSource, no_contact = @NoContact
        WHERE workspace_id = @workspace AND id = @contact
        """;

    public async Task<UnmergeOutcome> HandleAsync(UnitOfWork unit, Actor by, Id<ContactMerge> id)
    {
        var workspace = by.Workspace;
        if (await unit.FirstAsync<MergeRow>(SelectMerge, new { workspace, id }) is not { } row)
        {
            return new UnmergeOutcome(UnmergeResult.Unknown, null);
        }

        var args = new { workspace, id, from = row.FromContactId, into = row.IntoContactId, now = time.GetUtcNow() };
        if (await unit.FirstAsync<int?>(SelectLater, args) is not null)
        {
            return new UnmergeOutcome(UnmergeResult.LaterFirst, null);
        }

        if (await unit.ExecuteAsync(Finish, args) == 0)
        {
            return new UnmergeOutcome(UnmergeResult.Unknown, null);
        }

        await unit.ExecuteAsync(LockChats, args);
        var names = await unit.QueryAsync<NameRow>(SelectIdentities, args);
        await unit.BulkAsync(MoveIdentities, new Bulk<Id<Identity>>(Leaving(row, names)).Id("id", name => name).Id("workspace_id", _ => workspace).Id("contact_id", _ => row.FromContactId));
        await unit.ExecuteAsync(MoveMessages, args);
        await MakeChatsAsync(unit, workspace, row.FromContactId);
        await unit.ExecuteAsync(NarrowChats, args);
        await RestoreAsync(unit, workspace, id, row);
        var merge = new ContactMerge(id, workspace, row.FromContactId, row.IntoContactId, by);
        foreach (var follower in followers)
        {
            await follower.OnMergeUndoneAsync(unit, merge);
        }

        return new UnmergeOutcome(UnmergeResult.Done, merge);
    }

    private static async Task RestoreAsync(UnitOfWork unit, Id<Workspace> workspace, Id<ContactMerge> id, MergeRow merge)
    {
        async Task<Standing> StandingAsync(Id<Contact> contact) => (await unit.FirstAsync<Standing>(SelectStanding, new { workspace, contact }))!;
        Task WriteAsync(Id<Contact> contact, Standing now) => unit.ExecuteAsync(
            Restore, new { workspace, contact, now.Name, now.NameAt, now.Username, now.Consent, now.ConsentAt, now.ConsentSource, now.NoContact });
        var (younger, older) = (await StandingAsync(merge.FromContactId), await StandingAsync(merge.IntoContactId));
        var before = await unit.FirstAsync<Standing>(SelectBefore, new { workspace, id }) ?? older;
        var isRefused = older.Consent == (int)Consent.Out && older.ConsentAt != younger.ConsentAt && older.ConsentAt != before.ConsentAt;
        var isBarred = older.NoContact && !younger.NoContact && !before.NoContact;

        Standing After(Standing own) => own with
        {
            Consent = isRefused ? older.Consent : own.Consent,
            ConsentAt = isRefused ? older.ConsentAt : own.ConsentAt,
            ConsentSource = isRefused ? older.ConsentSource : own.ConsentSource,
            NoContact = own.NoContact || isBarred,
        };
        await WriteAsync(merge.FromContactId, After(younger));
        await WriteAsync(merge.IntoContactId, After(before));
    }

    private async Task MakeChatsAsync(UnitOfWork unit, Id<Workspace> workspace, Id<Contact> from)
    {
        var chats = await unit.QueryAsync<ChatRow>(SelectChats, new { workspace, from });
        await unit.BulkAsync(
            InsertChat,
            new Bulk<ChatRow>(chats).Id("id", _ => Id<ServiceWindow>.New(time)).Id("workspace_id", _ => workspace).Id("number_id", chat => chat.NumberId).Id("contact_id", _ => from)
                .Long("last_inbound_at", chat => chat.LastInboundAt).Long("at", _ => time.GetUtcNow().ToUnixTimeMilliseconds()));
    }

    /// <summary>Those that the merge brought, and whatever was first heard in the company of one of them.</summary>
    private static List<Id<Identity>> Leaving(MergeRow merge, IReadOnlyList<NameRow> names)
    {
        var brought = merge.Identities.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Id<Identity>.Parse).ToHashSet();
        var leaving = names.Where(name => brought.Contains(name.Id)).Select(name => name.Id).ToHashSet();
        while (names.Where(name => name.LearnedWith is { } company && leaving.Contains(company)).Select(name => name.Id).Except(leaving).ToList() is { Count: > 0 } more)
        {
            leaving.UnionWith(more);
        }

        return [.. leaving.Order()];
    }

    private sealed record MergeRow
    {
        public required Id<ContactMerge> Id { get; init; }

        public required Id<Contact> FromContactId { get; init; }

        public required Id<Contact> IntoContactId { get; init; }

        public required string Identities { get; init; }
    }

    /// <summary>What a person is called and has agreed to.</summary>
    private sealed record Standing
    {
        public string? Name { get; init; }

        public required long NameAt { get; init; }

        public string? Username { get; init; }

        public required int Consent { get; init; }

        public required long ConsentAt { get; init; }

        public string? ConsentSource { get; init; }

        public required bool NoContact { get; init; }
    }

    private sealed record NameRow
    {
        public required Id<Identity> Id { get; init; }

        public Id<Identity>? LearnedWith { get; init; }
    }

    private sealed record ChatRow
    {
        public required Id<Number> NumberId { get; init; }

        public required long LastInboundAt { get; init; }
    }
}

public enum UnmergeResult
{
    Done,

    /// <summary>There is none, or it was undone already.</summary>
    Unknown,

    /// <summary>One of the two was joined to somebody since; that has to be undone first.</summary>
    LaterFirst,
}

/// <param name="Result">What came of it.</param>
/// <param name="Merge">The merge that was undone.</param>
public sealed record UnmergeOutcome(UnmergeResult Result, ContactMerge? Merge);
