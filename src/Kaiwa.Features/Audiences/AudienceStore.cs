using Kaiwa.Core.Contacts;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.Audiences;

/// <summary>Reads contacts: lists, audiences, counts.</summary>
internal sealed class AudienceStore(Database database)
{
    private const int MostRows = 200;
    internal const string SelectPage = """
        SELECT c.id, c.name, c.consent, c.consent_source, c.consent_at, c.no_contact, c.created_at,
          (SELECT i.value FROM identity i WHERE i.workspace_id = c.workspace_id AND i.contact_id = c.id AND i.kind = 1 ORDER BY i.id DESC LIMIT 1) AS phone
        FROM contact c
        WHERE c.workspace_id = @workspace AND c.merged_into IS NULL AND c.id < @before AND (@consent = -1 OR c.consent = @consent) {tag} {search}
        ORDER BY c.id DESC LIMIT @most
        """;

    private const string HasTag = "AND EXISTS (SELECT 1 FROM contact_tag t WHERE t.workspace_id = c.workspace_id AND t.name = @tag AND t.contact_id = c.id)";
    private const string IsFound = """
        AND ({name} OR {username}
             OR EXISTS (SELECT 1 FROM identity i WHERE i.workspace_id = c.workspace_id AND i.contact_id = c.id AND i.kind = 1 AND i.value LIKE @digits))
        """;

    private const string SelectMembers = """
        SELECT c.id AS contact_id, c.name, c.language, c.attributes, c.consent, c.no_contact,
          (SELECT i.id FROM identity i WHERE i.workspace_id = c.workspace_id AND i.contact_id = c.id AND i.kind IN (1, 2, 3) ORDER BY i.kind, i.id DESC LIMIT 1) AS identity_id,
          (SELECT i.value FROM identity i WHERE i.workspace_id = c.workspace_id AND i.contact_id = c.id AND i.kind = 1 ORDER BY i.id DESC LIMIT 1) AS phone
        FROM {members}
        WHERE c.workspace_id = @workspace AND c.merged_into IS NULL AND c.id > @after {of}
        ORDER BY c.id LIMIT @most
        """;

    private const string CountMembers = """
        SELECT CASE WHEN NOT EXISTS (SELECT 1 FROM identity i WHERE i.workspace_id = c.workspace_id AND i.contact_id = c.id AND i.kind IN (1, 2, 3)) THEN 3
                    WHEN c.no_contact THEN 2 WHEN c.consent = 2 THEN 1 WHEN c.consent = 0 THEN 0 ELSE -1 END AS reason, count(*) AS count
        FROM {members}
        WHERE c.workspace_id = @workspace AND c.merged_into IS NULL {of}
        GROUP BY 1
        """;

    private const string CountAll = "SELECT count(*) FROM contact WHERE workspace_id = @workspace AND merged_into IS NULL";
    private const string SelectTags = """
        SELECT name, count(*) AS contacts FROM contact_tag WHERE workspace_id = @workspace GROUP BY name ORDER BY name LIMIT 1000
        """;

    private const string SelectExists = "SELECT 1 FROM contact WHERE workspace_id = @workspace AND id = @contact AND merged_into IS NULL";

    public static int Most(ContactFilter filter) => Math.Clamp(filter.Limit, 1, MostRows);

    public Task<IReadOnlyList<ContactRecord>> PageAsync(Id<Workspace> workspace, ContactFilter filter, CancellationToken ct)
    {
        var search = SearchText.Words(filter.Search);
        var sql = SelectPage
            .Replace("{tag}", string.IsNullOrEmpty(filter.Tag) ? "" : HasTag, StringComparison.Ordinal)
            .Replace("{search}", search is null ? "" : Found(), StringComparison.Ordinal);
        var before = Guid.TryParse(filter.Cursor, out var cursor) ? cursor : Cursor.End.Id;
        var consent = filter.Consent is { } wanted ? (int)wanted : -1;
        return database.QueryAsync<ContactRecord>(sql, new { workspace, before, consent, tag = filter.Tag, search, digits = SearchText.Digits(filter.Search), most = Most(filter) }, ct);
    }

    public Task<IReadOnlyList<AudienceMember>> MembersAsync(Id<Workspace> workspace, Audience audience, Id<Contact>? after, int most, CancellationToken ct) =>
        database.QueryAsync<AudienceMember>(Of(SelectMembers, audience), Args(workspace, audience, after ?? default, most), ct);

    public Task<IReadOnlyList<ReasonRow>> CountAsync(Id<Workspace> workspace, Audience audience, CancellationToken ct) =>
        database.QueryAsync<ReasonRow>(Of(CountMembers, audience), Args(workspace, audience, default, 0), ct);

    public Task<long> CountAsync(Id<Workspace> workspace, CancellationToken ct) => database.FirstAsync<long>(CountAll, new { workspace }, ct);

    public Task<IReadOnlyList<TagRecord>> TagsAsync(Id<Workspace> workspace, CancellationToken ct) => database.QueryAsync<TagRecord>(SelectTags, new { workspace }, ct);

    public async Task<bool> ExistsAsync(Id<Workspace> workspace, Id<Contact> contact, CancellationToken ct) => await database.FirstAsync<int?>(SelectExists, new { workspace, contact }, ct) is not null;

    private static string Of(string sql, Audience audience)
    {
        var (members, condition) = audience switch
        {
            Audience.Tag => ("contact_tag t JOIN contact c ON c.id = t.contact_id", "AND t.workspace_id = @workspace AND t.name = @tag"),
            Audience.Import => ("contact_import_member r JOIN contact c ON c.id = r.contact_id", "AND r.workspace_id = @workspace AND r.import_id = @import"),
            _ => ("contact c", ""),
        };
        return sql.Replace("{members}", members, StringComparison.Ordinal).Replace("{of}", condition, StringComparison.Ordinal);
    }

    private static object Args(Id<Workspace> workspace, Audience audience, Id<Contact> after, int most) =>
        new { workspace, after, most, tag = (audience as Audience.Tag)?.Name, import = (audience as Audience.Import)?.ImportId ?? Guid.Empty };

    private string Found() => IsFound
        .Replace("{name}", database.Dialect.Like("c.name", "@search ESCAPE '!'"), StringComparison.Ordinal)
        .Replace("{username}", database.Dialect.Like("c.username", "@search ESCAPE '!'"), StringComparison.Ordinal);
}

internal sealed record ContactRecord
{
    public required Id<Contact> Id { get; init; }

    public string? Name { get; init; }

    public string? Phone { get; init; }

    public required int Consent { get; init; }

    public string? ConsentSource { get; init; }

    public required long ConsentAt { get; init; }

    public required bool NoContact { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public ContactRow ToRow() => new()
    {
        Id = Id,
        Name = Name,
        Phone = Phone is null ? null : "+" + Phone,
        Consent = (Consent)Consent,
        ConsentSource = ConsentSource,
        ConsentAt = ConsentAt == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(ConsentAt),
        NoContact = NoContact,
        CreatedAt = CreatedAt,
    };
}

internal sealed record ReasonRow
{
    public required int Reason { get; init; }

    public required long Count { get; init; }
}

internal sealed record TagRecord
{
    public required string Name { get; init; }

    public required long Contacts { get; init; }
}
