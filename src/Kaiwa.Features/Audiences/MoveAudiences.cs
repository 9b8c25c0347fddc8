using Kaiwa.Core.Contacts;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.Audiences;

/// <summary>Two contacts are one person: tags, imports and facts of both are kept; where both know a fact, the older contact's stands.</summary>
internal sealed class MoveAudiences : IFollowMerge
{
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
    private const string SelectAttributes = "SELECT attributes FROM contact WHERE workspace_id = @workspace AND id = @contact";
    private const string UpdateDetails = """
        UPDATE contact SET attributes = @attributes, language = COALESCE(contact.language, other.language)
        FROM contact AS other WHERE contact.workspace_id = @workspace AND contact.id = @into AND other.workspace_id = @workspace AND other.id = @from
        """;

    public async Task OnContactsMergedAsync(UnitOfWork unit, Id<Workspace> workspace, Id<Contact> from, Id<Contact> into)
    {
        var args = new { workspace, from, into };
        foreach (var statement in (string[])[CopyTags, DropTags, CopyMembers, DropMembers])
        {
            await unit.ExecuteAsync(statement, args);
        }

        var younger = await unit.FirstAsync<string>(SelectAttributes, new { workspace, contact = from });
        var older = await unit.FirstAsync<string>(SelectAttributes, new { workspace, contact = into });
        var attributes = younger is null ? older : Attributes.Merge(younger, Attributes.Read(older)) ?? younger;
        await unit.ExecuteAsync(UpdateDetails, new { workspace, from, into, attributes });
    }
}
