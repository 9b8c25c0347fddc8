using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Kaiwa.Core.Contacts;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Inbox;

namespace Kaiwa.Features.Search;

/// <summary>The index of people, and who was found.</summary>
internal sealed class ContactWordStore(Database database) : IFollowMerge
{
    private const string SelectCursor = "SELECT contact_id FROM contact_word_cursor WHERE name = @name AND contact_id IS NOT NULL -- all workspaces: the index serves all";
    private const string MoveCursor = """
        UPDATE contact_word_cursor SET contact_id = @to
        WHERE name = @name AND (contact_id = @from OR (contact_id IS NULL AND @begins)) -- all workspaces: the index serves all
        """;

    private const string SelectNext = "SELECT id, created_at FROM contact WHERE id > @after ORDER BY id LIMIT @most -- all workspaces: the index serves all, and each person carries its workspace_id";
    private const string SelectRenamed = "SELECT seq, contact_id FROM contact_renamed ORDER BY seq LIMIT @most -- all workspaces: the index serves all";
    private const string DeleteRenamed = "DELETE FROM contact_renamed WHERE seq IN (SELECT v.seq FROM {rows}) -- all workspaces: the index serves all";
    private const string InsertRenamed = "INSERT INTO contact_renamed (workspace_id, contact_id) VALUES (@workspace, @contact)";

    private const string SelectPeople = """
        SELECT c.id, c.workspace_id, c.name, c.username, CASE WHEN c.merged_into IS NULL THEN 0 ELSE 1 END AS is_merged,
          (SELECT string_agg(i.value, ' ') FROM identity i WHERE i.workspace_id = c.workspace_id AND i.contact_id = c.id AND i.kind = 1) AS phones, w.seq, w.digest
        FROM {rows} JOIN contact c ON c.id = v.id LEFT JOIN contact_words w ON w.contact_id = c.id -- all workspaces: each person carries its workspace_id
        """;

    private const string Upsert = """
        INSERT INTO contact_words (workspace_id, contact_id, digest) SELECT v.workspace_id, v.id, v.digest FROM {rows} WHERE TRUE
        ON CONFLICT (contact_id) DO UPDATE SET digest = excluded.digest
        """;

    private const string SelectSeqs = "SELECT w.seq, w.contact_id FROM {rows} JOIN contact_words w ON w.contact_id = v.id -- all workspaces: each person carries its workspace_id";
    private const string Delete = "DELETE FROM contact_words WHERE seq IN (SELECT v.seq FROM {rows}) -- all workspaces: the number is a row's, which carries its workspace_id";

    internal const string SelectFound = """
        SELECT w.seq, c.id, c.name, c.username,
          (SELECT i.value FROM identity i WHERE i.workspace_id = c.workspace_id AND i.contact_id = c.id AND i.kind = 1 ORDER BY i.id DESC LIMIT 1) AS phone,
          (SELECT cv.id FROM conversation cv WHERE cv.contact_id = c.id AND cv.workspace_id = c.workspace_id{filters} ORDER BY cv.last_at DESC LIMIT 1) AS conversation_id
        FROM {index} JOIN contact_words w ON w.seq = {seq} JOIN contact c ON c.id = w.contact_id
        WHERE {matches} AND {seq} < @before AND w.workspace_id = @workspace{exists}
        ORDER BY {seq} DESC LIMIT @most
        """;

    private const string Exists = " AND EXISTS (SELECT 1 FROM conversation cv WHERE cv.contact_id = c.id AND cv.workspace_id = c.workspace_id{filters})";

    public WordIndex Index { get; } = new(database, "contact_word", "contact_word_part");

    public Task OnContactsMergedAsync(UnitOfWork unit, ContactMerge merge) => RenamedAsync(unit, merge.Workspace, merge.From, merge.Into);

    public Task OnMergeUndoneAsync(UnitOfWork unit, ContactMerge merge) => RenamedAsync(unit, merge.Workspace, merge.From, merge.Into);

    /// <summary>Their words are cut again.</summary>
    public static async Task RenamedAsync(UnitOfWork unit, Id<Workspace> workspace, params Id<Contact>[] people)
    {
        foreach (var contact in people)
        {
            await unit.ExecuteAsync(InsertRenamed, new { workspace, contact });
        }
    }

    public async Task<Id<Contact>?> CursorAsync(string name, CancellationToken ct) => await database.FirstAsync<Id<Contact>?>(SelectCursor, new { name }, ct);

    public async Task<bool> MoveAsync(UnitOfWork unit, string name, Id<Contact>? from, Id<Contact> to) =>
        await unit.ExecuteAsync(MoveCursor, new { name, from = from ?? default, to, begins = from is null }) == 1;

    public Task<IReadOnlyList<NextContact>> NextAsync(Id<Contact>? after, int most, CancellationToken ct) => database.QueryAsync<NextContact>(SelectNext, new { after = after ?? default, most }, ct);

    public Task<IReadOnlyList<RenamedContact>> RenamedAsync(int most, CancellationToken ct) => database.QueryAsync<RenamedContact>(SelectRenamed, new { most }, ct);

    public Task ForgetAsync(UnitOfWork unit, IReadOnlyList<RenamedContact> rows) => unit.BulkAsync(DeleteRenamed, new Bulk<RenamedContact>(rows).Long("seq", row => row.Seq));

    /// <summary>Cuts what is called otherwise than the index says; takes away who became somebody else.</summary>
    public async Task CutAsync(UnitOfWork unit, IReadOnlyList<Id<Contact>> people)
    {
        if (people.Count == 0)
        {
            return;
        }

        var rows = await unit.BulkQueryAsync(SelectPeople, new Bulk<Id<Contact>>(people.Order().ToList()).Id("id", id => id), reader => new PersonRow(
            reader.ReadId<Contact>(0), reader.ReadId<Workspace>(1), reader.GetInt32(4) == 1,
            Cut.PersonWords(reader.ReadText(2), reader.ReadText(3), reader.ReadText(5)?.Split(' ') ?? []), reader.IsDBNull(6) ? null : reader.GetInt64(6), reader.IsDBNull(7) ? null : reader.GetInt64(7)));
        var gone = rows.Where(row => row is { IsMerged: true, Seq: not null }).Select(row => row.Seq!.Value).ToList();
        var changed = rows.Where(row => !row.IsMerged && Digest(row.Words) != row.Digest).ToList();
        await Index.TakeAwayAsync(unit, gone);
        await unit.BulkAsync(Delete, new Bulk<long>(gone).Long("seq", seq => seq));
        await unit.BulkAsync(Upsert, new Bulk<PersonRow>(changed).Id("workspace_id", row => row.Workspace).Id("id", row => row.Id).Long("digest", row => Digest(row.Words)));
        var words = changed.ToDictionary(row => row.Id, row => (IReadOnlyList<string>)[Cut.Of(row.Workspace), .. row.Words]);
        var seqs = await unit.BulkQueryAsync(SelectSeqs, new Bulk<PersonRow>(changed).Id("id", row => row.Id), reader => (Seq: reader.GetInt64(0), Contact: reader.ReadId<Contact>(1)));
        await Index.PutAsync(unit, seqs.ConvertAll(row => new IndexedText(row.Seq, IsEdit: true, words[row.Contact])), onlyMissing: false);
    }

    public Task<IReadOnlyList<PersonFoundRow>> FindAsync(Id<Workspace> workspace, SearchFilter filter, string question, long part, long before, int most, CancellationToken ct)
    {
        var filters = Filters(filter);
        var sql = Index.OfPart(SelectFound, part).Replace("{exists}", filters.Length == 0 ? "" : Exists, StringComparison.Ordinal).Replace("{filters}", filters, StringComparison.Ordinal);
        return database.QueryAsync<PersonFoundRow>(sql, new { workspace, question, before, most, number = filter.Number, agent = filter.Agent, label = filter.Label }, ct);
    }

    private static string Filters(SearchFilter filter) =>
        (filter.Number is null ? "" : " AND cv.number_id = @number") + (filter.Agent is null ? "" : " AND cv.assigned_to = @agent")
        + (filter.Label is null ? "" : " AND EXISTS (SELECT 1 FROM conversation_label cl WHERE cl.workspace_id = cv.workspace_id AND cl.label_id = @label AND cl.conversation_id = cv.id)");

    private static long Digest(List<string> words) => BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(' ', words))));

    private sealed record PersonRow(Id<Contact> Id, Id<Workspace> Workspace, bool IsMerged, List<string> Words, long? Seq, long? Digest);
}

internal sealed record NextContact
{
    public required Id<Contact> Id { get; init; }

    public required long CreatedAt { get; init; }
}

internal sealed record RenamedContact
{
    public required long Seq { get; init; }

    public required Id<Contact> ContactId { get; init; }
}

internal sealed record PersonFoundRow
{
    public required long Seq { get; init; }

    public required Id<Contact> Id { get; init; }

    public string? Name { get; init; }

    public string? Username { get; init; }

    public string? Phone { get; init; }

    public Id<Conversation>? ConversationId { get; init; }
}
