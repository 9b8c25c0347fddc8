using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Core.Contacts;

/// <summary>Two contacts turn out to be one person: the older keeps everything, the younger points to it, and a row remembers what moved.</summary>
public sealed class MergeContacts(IEnumerable<IFollowMerge> followers, TimeProvider time)
{
    private const string SelectIdentities = "SELECT id FROM identity WHERE workspace_id = @workspace AND contact_id = @from ORDER BY id";
    private const string InsertMerge = """
        INSERT INTO contact_merge (id, workspace_id, from_contact_id, into_contact_id, identities, at, actor,
          into_name, into_name_at, into_username, into_language, into_attributes, into_consent, into_consent_at, into_consent_source, into_no_contact)
        SELECT @id, c.workspace_id, @from, c.id, @identities, @at, @actor, c.name, c.name_at, c.username, c.language, c.attributes, c.consent, c.consent_at, c.consent_source, c.no_contact
        FROM contact c WHERE c.workspace_id = @workspace AND c.id = @into
        """;

    private const string MoveIdentities = "UPDATE identity SET contact_id = @into WHERE workspace_id = @workspace AND contact_id = @from";
    private const string MoveMessages = "UPDATE message SET contact_id = @into WHERE workspace_id = @workspace AND contact_id = @from";
    private const string WidenChats = """
        UPDATE chat SET last_inbound_at = other.last_inbound_at FROM chat AS other
        WHERE chat.workspace_id = @workspace AND chat.contact_id = @into AND other.contact_id = @from AND other.number_id = chat.number_id
          AND other.last_inbound_at > chat.last_inbound_at
        """;

    private const string DropDoubleChats = """
        DELETE FROM chat WHERE workspace_id = @workspace AND contact_id = @from
          AND number_id IN (SELECT number_id FROM chat AS other WHERE other.contact_id = @into)
        """;

    private const string MoveChats = "UPDATE chat SET contact_id = @into WHERE workspace_id = @workspace AND contact_id = @from";
    private const string JoinContact = """
        UPDATE contact SET
          name = CASE WHEN other.name_at > contact.name_at OR (other.name_at = contact.name_at AND other.name > contact.name) OR contact.name IS NULL THEN other.name ELSE contact.name END,
          name_at = CASE WHEN other.name_at > contact.name_at THEN other.name_at ELSE contact.name_at END,
          username = COALESCE(contact.username, other.username),
          consent = CASE WHEN other.consent_at > contact.consent_at OR (other.consent_at = contact.consent_at AND other.consent > contact.consent) THEN other.consent ELSE contact.consent END,
          consent_source = CASE WHEN other.consent_at > contact.consent_at OR (other.consent_at = contact.consent_at AND other.consent > contact.consent) THEN other.consent_source ELSE contact.consent_source END,
          consent_at = CASE WHEN other.consent_at > contact.consent_at THEN other.consent_at ELSE contact.consent_at END,
          no_contact = (contact.no_contact OR other.no_contact)
        FROM contact AS other WHERE contact.workspace_id = @workspace AND contact.id = @into AND other.id = @from
        """;

    private const string PointContact = "UPDATE contact SET merged_into = @into WHERE workspace_id = @workspace AND id = @from";

    /// <summary>The older of the two keeps everything. Both are there, and neither is joined to another already.</summary>
    public async Task<ContactMerge> HandleAsync(UnitOfWork unit, Id<Workspace> workspace, Id<Contact> one, Id<Contact> other, Actor? by = null)
    {
        var (into, from) = one.CompareTo(other) < 0 ? (one, other) : (other, one);
        var merge = new ContactMerge(Id<ContactMerge>.New(time), workspace, from, into, by);
        var args = new { workspace, from, into };
        var moved = await unit.QueryAsync<Id<Identity>>(SelectIdentities, args);
        await unit.ExecuteAsync(InsertMerge, new { id = merge.Id, workspace, from, into, identities = string.Join(' ', moved), at = time.GetUtcNow(), actor = by?.Name ?? "" });
        foreach (var follower in followers)
        {
            await follower.OnContactsMergedAsync(unit, merge);
        }

        foreach (var statement in (string[])[MoveIdentities, MoveMessages, WidenChats, DropDoubleChats, MoveChats, JoinContact, PointContact])
        {
            await unit.ExecuteAsync(statement, args);
        }

        return merge;
    }
}
