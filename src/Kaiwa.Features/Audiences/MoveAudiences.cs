using Kaiwa.Core.Contacts;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.Audiences;

/// <summary>
/// Two contacts are one person: tags, imports and facts of both are kept; where both know a fact, the older contact's stands. When that is undone, each
/// has again what it had; what came since stays with the older.
/// </summary>
internal sealed class MoveAudiences : IFollowMerge
{
    private const string RememberTags = """
        INSERT INTO contact_merge_tag (workspace_id, merge_id, contact_id, name) SELECT workspace_id, @merge, contact_id, name FROM contact_tag WHERE workspace_id = @workspace AND contact_id IN (@from, @into)
        """;

    private const string RememberMembers = """
        INSERT INTO contact_merge_import (workspace_id, merge_id, contact_id, import_id)
        SELECT workspace_id, @merge, contact_id, import_id FROM contact_import_member WHERE workspace_id = @workspace AND contact_id IN (@from, @into)
        """;

    private const string CopyTags = """
        INSERT INTO contact_tag (workspace_id, name, contact_id)
        SELECT workspace_id, name, @into FROM contact_tag WHERE workspace_id = @workspace AND contact_id = @from
        ON CONFLICT (workspace_id, name, contact_id) DO NOTHING
        """;

    private const string DropTags = "DELETE FROM contact_tag WHERE workspace_id = @workspace AND contact_id = @from";
    private const string CopyMembers = """
        INSERT INTO contact_import_member (workspace_id, import_id, contact_id)
        SELECT workspace_id, import_id, @into FROM contact_import_member WHERE workspace_id = @workspace AND contact_id = @from
        ON CONFLICT (import_id, contact_id) DO NOTHING
        """;

    private const string DropMembers = "DELETE FROM contact_import_member WHERE workspace_id = @workspace AND contact_id = @from";
    private const string GiveTagsBack = """
        INSERT INTO contact_tag (workspace_id, name, contact_id) SELECT workspace_id, name, contact_id FROM contact_merge_tag WHERE workspace_id = @workspace AND merge_id = @merge AND contact_id = @from
        ON CONFLICT (workspace_id, name, contact_id) DO NOTHING
        """;

    private const string TakeTagsOff = """
        DELETE FROM contact_tag WHERE workspace_id = @workspace AND contact_id = @into
          AND name IN (SELECT t.name FROM contact_merge_tag t WHERE t.merge_id = @merge AND t.contact_id = @from)
          AND name NOT IN (SELECT t.name FROM contact_merge_tag t WHERE t.merge_id = @merge AND t.contact_id = @into)
        """;

    private const string GiveMembersBack = """
        INSERT INTO contact_import_member (workspace_id, import_id, contact_id)
        SELECT workspace_id, import_id, contact_id FROM contact_merge_import WHERE workspace_id = @workspace AND merge_id = @merge AND contact_id = @from
        ON CONFLICT (import_id, contact_id) DO NOTHING
        """;

    private const string TakeMembersOff = """
        DELETE FROM contact_import_member WHERE workspace_id = @workspace AND contact_id = @into
          AND import_id IN (SELECT r.import_id FROM contact_merge_import r WHERE r.merge_id = @merge AND r.contact_id = @from)
          AND import_id NOT IN (SELECT r.import_id FROM contact_merge_import r WHERE r.merge_id = @merge AND r.contact_id = @into)
        """;

    private const string ForgetTags = "DELETE FROM contact_merge_tag WHERE workspace_id = @workspace AND merge_id = @merge";
    private const string ForgetMembers = "DELETE FROM contact_merge_import WHERE workspace_id = @workspace AND merge_id = @merge";
    private const string SelectBefore = "SELECT into_attributes AS attributes, into_language AS language FROM contact_merge WHERE workspace_id = @workspace AND id = @merge AND into_name_at IS NOT NULL";
    private const string SelectDetails = "SELECT attributes, language FROM contact WHERE workspace_id = @workspace AND id = @contact";
    private const string RestoreDetails = "UPDATE contact SET attributes = @attributes, language = @language WHERE workspace_id = @workspace AND id = @into";
    private const string UpdateDetails = """
        UPDATE contact SET attributes = @attributes, language = COALESCE(contact.language, other.language)
        FROM contact AS other WHERE contact.workspace_id = @workspace AND contact.id = @into AND other.workspace_id = @workspace AND other.id = @from
        """;

    public async Task OnContactsMergedAsync(UnitOfWork unit, ContactMerge merge)
    {
        var (workspace, from, into) = (merge.Workspace, merge.From, merge.Into);
        var args = Args(merge);
        foreach (var statement in (string[])[RememberTags, RememberMembers, CopyTags, DropTags, CopyMembers, DropMembers])
        {
            await unit.ExecuteAsync(statement, args);
        }

        var (younger, older) = ((await DetailsAsync(unit, workspace, from)).Attributes, (await DetailsAsync(unit, workspace, into)).Attributes);
        var attributes = younger is null ? older : Attributes.Merge(younger, Attributes.Read(older)) ?? younger;
        await unit.ExecuteAsync(UpdateDetails, new { workspace, from, into, attributes });
    }

    public async Task OnMergeUndoneAsync(UnitOfWork unit, ContactMerge merge)
    {
        var args = Args(merge);
        foreach (var statement in (string[])[GiveTagsBack, TakeTagsOff, GiveMembersBack, TakeMembersOff, ForgetTags, ForgetMembers])
        {
            await unit.ExecuteAsync(statement, args);
        }

        if (await unit.FirstAsync<Details>(SelectBefore, args) is not { } before)
        {
            return; // joined before merges were remembered: what the older knows stays
        }

        var (younger, older) = (await DetailsAsync(unit, merge.Workspace, merge.From), await DetailsAsync(unit, merge.Workspace, merge.Into));
        var attributes = Attributes.Without(older.Attributes, younger.Attributes, before.Attributes);
        var language = before.Language is null && older.Language == younger.Language ? null : older.Language;
        await unit.ExecuteAsync(RestoreDetails, new { workspace = merge.Workspace, into = merge.Into, attributes, language });
    }

    private static async Task<Details> DetailsAsync(UnitOfWork unit, Id<Workspace> workspace, Id<Contact> contact) =>
        await unit.FirstAsync<Details>(SelectDetails, new { workspace, contact }) ?? new Details();

    private static object Args(ContactMerge merge) => new { workspace = merge.Workspace, merge = merge.Id, from = merge.From, into = merge.Into };

    private sealed record Details
    {
        public string? Attributes { get; init; }

        public string? Language { get; init; }
    }
}
