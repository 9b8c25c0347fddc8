using System.Runtime.InteropServices;
using Kaiwa.Core.Contacts;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.Audiences;

/// <summary>What one batch of an import did.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ImportCounts(long Added, long Updated, long ConsentIn, long StayedOut)
{
    public static ImportCounts operator +(ImportCounts left, ImportCounts right) =>
        new(left.Added + right.Added, left.Updated + right.Updated, left.ConsentIn + right.ConsentIn, left.StayedOut + right.StayedOut);
}

/// <summary>Writes batches of imported contacts.</summary>
internal sealed class ImportStore(Database database, ContactStore contacts, TimeProvider time)
{
    public const int MostErrors = 1000;

    private const string InsertImport = """
        INSERT INTO contact_import (id, workspace_id, name, actor, declaration, at) VALUES (@Id, @Workspace, @Name, @Actor, @Declaration, @At)
        """;

    private const string UpdateProgress = """
        UPDATE contact_import SET rows_read = @rows, error_count = @errors, finished_at = @finishedAt WHERE workspace_id = @workspace AND id = @id
        """;

    private const string InsertErrors = """
        INSERT INTO contact_import_error (workspace_id, import_id, line, column_name, problem)
        SELECT v.workspace_id, v.import_id, v.line, v.column_name, v.problem FROM {rows} WHERE TRUE ON CONFLICT (import_id, line) DO NOTHING
        """;

    private const string SelectKnown = """
        SELECT i.value FROM {rows} JOIN identity i ON i.workspace_id = v.workspace_id AND i.kind = 1 AND i.scope = '' AND i.value = v.value
        """;

    private const string SelectContacts = """
        SELECT c.id, c.consent, c.attributes FROM {rows} JOIN contact c ON c.id = v.id AND c.workspace_id = v.workspace_id
        """;

    private const string UpdateDetails = """
        UPDATE contact SET language = COALESCE(v.language, contact.language), attributes = COALESCE(v.attributes, contact.attributes)
        FROM {rows} WHERE contact.id = v.id AND contact.workspace_id = v.workspace_id
        """;

    private const string InsertTags = """
        INSERT INTO contact_tag (workspace_id, name, contact_id) SELECT v.workspace_id, v.name, v.contact_id FROM {rows} WHERE TRUE
        ON CONFLICT (workspace_id, name, contact_id) DO NOTHING
        """;

    private const string InsertMembers = """
        INSERT INTO contact_import_member (workspace_id, import_id, contact_id) SELECT v.workspace_id, v.import_id, v.contact_id FROM {rows} WHERE TRUE
        ON CONFLICT (import_id, contact_id) DO NOTHING
        """;

    private const string SelectImports = "SELECT id, name, rows_read AS rows, error_count, at, finished_at FROM contact_import WHERE workspace_id = @workspace ORDER BY at DESC LIMIT 100";
    private const string SelectErrors = """
        SELECT line, column_name, problem FROM contact_import_error WHERE workspace_id = @workspace AND import_id = @id ORDER BY line
        """;

    // The search cuts their names again.
    private const string InsertRenamed = "INSERT INTO contact_renamed (workspace_id, contact_id) SELECT v.workspace_id, v.contact_id FROM {rows}";

    public Task BeginAsync(UnitOfWork unit, Actor actor, Guid id, ImportOptions options) => unit.ExecuteAsync(
        InsertImport,
        new { Id = id, actor.Workspace, options.Name, Actor = $"{actor.Kind}:{actor.Name}", options.Declaration, At = time.GetUtcNow() });

    public Task ProgressAsync(UnitOfWork unit, Id<Workspace> workspace, Guid id, long rows, long errors, bool isFinished) =>
        unit.ExecuteAsync(UpdateProgress, new { workspace, id, rows, errors, finishedAt = isFinished ? time.GetUtcNow() : (DateTimeOffset?)null });

    public Task AddErrorsAsync(UnitOfWork unit, Id<Workspace> workspace, Guid id, IReadOnlyList<CsvContact> errors) => unit.BulkAsync(
        InsertErrors,
        new Bulk<CsvContact>(errors).Id("workspace_id", _ => workspace).Guid("import_id", _ => id).Long("line", row => row.Line).Text("column_name", row => row.Column).Text("problem", row => row.Problem?.Store()));

    public Task<IReadOnlyList<ImportRow>> AllAsync(Id<Workspace> workspace, CancellationToken ct) => database.QueryAsync<ImportRow>(SelectImports, new { workspace }, ct);

    public async Task<IReadOnlyList<RowError>> ErrorsAsync(Id<Workspace> workspace, Guid id, CancellationToken ct) =>
        (await database.QueryAsync<ErrorRow>(SelectErrors, new { workspace, id }, ct)).Select(row => Error(row.Line, row.ColumnName, Problem.Read(row.Problem))).ToList();

    public static RowError Error(long line, string column, Problem? problem) => new(line, column, problem?.Sentence() ?? "") { Problem = problem };

    /// <summary>One batch: people, what is known of them, consent, tags, membership. Running it again changes nothing more.</summary>
    public async Task<ImportCounts> WriteAsync(UnitOfWork unit, Id<Workspace> workspace, Guid import, ImportOptions options, IReadOnlyList<CsvContact> rows)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var phones = rows.Select(row => row.Phone).Distinct(StringComparer.Ordinal).ToList();
        var known = await unit.BulkQueryAsync(SelectKnown, new Bulk<string>(phones).Id("workspace_id", _ => workspace).Text("value", phone => phone), reader => reader.GetString(0));
        var people = await contacts.ResolveAsync(unit, rows.Select(row => new PersonClaim(workspace, "") { Phone = row.Phone, Name = row.Name, At = now }).ToList());

        // The last row of a person stands; an earlier "no" in the same batch does too.
        var batch = rows.Zip(people).Where(pair => pair.Second is not null).GroupBy(pair => pair.Second!.Value.Contact)
            .Select(group => new Entry(group.Key, [.. group.Select(pair => pair.First)])).OrderBy(entry => entry.Contact).ToList();
        var before = (await unit.BulkQueryAsync(
            SelectContacts,
            new Bulk<Entry>(batch).Id("id", entry => entry.Contact).Id("workspace_id", _ => workspace),
            reader => (Id: reader.ReadId<Contact>(0), Consent: (Consent)reader.GetInt32(1), Attributes: reader.ReadText(2)))).ToDictionary(row => row.Id);
        await WriteDetailsAsync(unit, workspace, batch, id => before.TryGetValue(id, out var row) ? row.Attributes : null);
        var (consentIn, stayedOut) = await WriteConsentAsync(unit, workspace, batch, options, now, id => before.TryGetValue(id, out var row) ? row.Consent : Consent.Unknown);
        var tags = batch.SelectMany(entry => entry.Rows.SelectMany(row => row.Tags).Distinct(StringComparer.Ordinal).Select(tag => (entry.Contact, Tag: tag))).ToList();
        await unit.BulkAsync(InsertTags, new Bulk<(Id<Contact> Contact, string Tag)>(tags).Id("workspace_id", _ => workspace).Text("name", row => row.Tag).Id("contact_id", row => row.Contact));
        await unit.BulkAsync(InsertMembers, new Bulk<Entry>(batch).Id("workspace_id", _ => workspace).Guid("import_id", _ => import).Id("contact_id", entry => entry.Contact));
        var names = known.ToHashSet(StringComparer.Ordinal);
        var renamed = batch.Where(entry => entry.Rows.Any(row => row.Name is not null && names.Contains(row.Phone))).ToList();
        await unit.BulkAsync(InsertRenamed, new Bulk<Entry>(renamed).Id("workspace_id", _ => workspace).Id("contact_id", entry => entry.Contact));
        var added = phones.Count - known.Count;
        return new ImportCounts(added, rows.Count - added, consentIn, stayedOut);
    }

    private static Task<int> WriteDetailsAsync(UnitOfWork unit, Id<Workspace> workspace, List<Entry> batch, Func<Id<Contact>, string?> attributes)
    {
        var told = batch.Where(entry => entry.Rows.Any(row => row.Language is not null || row.Attributes.Count > 0)).ToList();
        return unit.BulkAsync(
            UpdateDetails,
            new Bulk<Entry>(told)
                .Id("id", entry => entry.Contact).Id("workspace_id", _ => workspace).Text("language", entry => entry.Rows.Select(row => row.Language).LastOrDefault(language => language is not null))
                .Text("attributes", entry => Attributes.Merge(attributes(entry.Contact), entry.Rows.SelectMany(row => row.Attributes))));
    }

    private async Task<(long In, long StayedOut)> WriteConsentAsync(UnitOfWork unit, Id<Workspace> workspace, List<Entry> batch, ImportOptions options, long now, Func<Id<Contact>, Consent> before)
    {
        long consentIn = 0, stayedOut = 0;
        var changes = new List<ContactStore.ConsentChange>();
        foreach (var entry in batch)
        {
            var row = entry.Rows.FirstOrDefault(row => row.Consent == Consent.Out) ?? entry.Rows.LastOrDefault(row => row.Consent is not null) ?? entry.Rows[^1];
            var says = row.Consent ?? (options.Declaration is null ? null : Consent.In);
            if (says is null)
            {
                continue;
            }

            // A file, whoever vouches for it, never brings back somebody who said no.
            if (says == Consent.In && before(entry.Contact) == Consent.Out)
            {
                stayedOut++;
                continue;
            }

            consentIn += says == Consent.In && before(entry.Contact) != Consent.In ? 1 : 0;
            var source = row.ConsentSource ?? (row.Consent is null ? options.Declaration : "opt_in");
            changes.Add(new ContactStore.ConsentChange(workspace, entry.Contact, says.Value, now, $"import:{options.Name}: {source}"));
        }

        await contacts.SetConsentAsync(unit, changes);
        return (consentIn, stayedOut);
    }

    private sealed record Entry(Id<Contact> Contact, IReadOnlyList<CsvContact> Rows);

    private sealed record ErrorRow
    {
        public required long Line { get; init; }

        public required string ColumnName { get; init; }

        public required string Problem { get; init; }
    }
}
