using Kaiwa.Core.Contacts;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Inbox;

namespace Kaiwa.Features.Drafts;

/// <summary>Drafts lie with the number and the contact, so that they follow when two contacts become one.</summary>
internal sealed class DraftStore(Database database) : IFollowMerge
{
    private const int Most = 500;
    private const string SelectAll = """
        SELECT cv.id AS conversation_id, d.body AS text, d.updated_at FROM draft d
        JOIN conversation cv ON cv.workspace_id = d.workspace_id AND cv.number_id = d.number_id AND cv.contact_id = d.contact_id
        WHERE d.workspace_id = @workspace AND d.person_id = @person ORDER BY d.updated_at DESC LIMIT @most
        """;

    private const string Upsert = """
        INSERT INTO draft (workspace_id, person_id, number_id, contact_id, body, updated_at)
        SELECT cv.workspace_id, @person, cv.number_id, cv.contact_id, @text, @now FROM conversation cv WHERE cv.workspace_id = @workspace AND cv.id = @conversation
        ON CONFLICT (workspace_id, person_id, number_id, contact_id) DO UPDATE SET body = excluded.body, updated_at = excluded.updated_at
        """;

    private const string Delete = """
        DELETE FROM draft WHERE workspace_id = @workspace AND person_id = @person AND updated_at <= @until
          AND EXISTS (SELECT 1 FROM conversation cv WHERE cv.workspace_id = draft.workspace_id AND cv.id = @conversation AND cv.number_id = draft.number_id AND cv.contact_id = draft.contact_id)
        """;

    private const string SelectConversation = "SELECT 1 FROM conversation WHERE workspace_id = @workspace AND id = @conversation";
    private const string Join = """
        UPDATE draft SET body = draft.body || @line || other.body FROM draft AS other
        WHERE draft.workspace_id = @workspace AND draft.contact_id = @into AND other.workspace_id = @workspace AND other.contact_id = @from
          AND other.person_id = draft.person_id AND other.number_id = draft.number_id
        """;

    private const string DropJoined = """
        DELETE FROM draft WHERE workspace_id = @workspace AND contact_id = @from AND EXISTS (
          SELECT 1 FROM draft AS other WHERE other.workspace_id = @workspace AND other.contact_id = @into AND other.person_id = draft.person_id AND other.number_id = draft.number_id)
        """;

    private const string MoveOthers = "UPDATE draft SET contact_id = @into WHERE workspace_id = @workspace AND contact_id = @from";

    public async Task<IReadOnlyList<Draft>> ListAsync(Actor actor, CancellationToken ct) =>
        (await database.QueryAsync<DraftRow>(SelectAll, new { workspace = actor.Workspace, person = actor.Subject, most = Most }, ct)).Select(row => new Draft(row.ConversationId, row.Text, row.UpdatedAt)).ToList();

    public async Task<bool> KeepAsync(Actor actor, Id<Conversation> conversation, string text, DateTimeOffset typedAt, CancellationToken ct) => await database.InTransactionAsync(
        unit => unit.ExecuteAsync(Upsert, new { workspace = actor.Workspace, person = actor.Subject, conversation, text, now = typedAt }), ct: ct) == 1;

    public async Task<bool> IsThereAsync(Actor actor, Id<Conversation> conversation, CancellationToken ct) =>
        await database.FirstAsync<int?>(SelectConversation, new { workspace = actor.Workspace, conversation }, ct) is not null;

    public async Task<bool> DeleteAsync(Actor actor, Id<Conversation> conversation, DateTimeOffset until, CancellationToken ct) => await database.InTransactionAsync(
        unit => unit.ExecuteAsync(Delete, new { workspace = actor.Workspace, person = actor.Subject, conversation, until }), ct: ct) > 0;

    public async Task OnContactsMergedAsync(UnitOfWork unit, ContactMerge merge)
    {
        var args = new { workspace = merge.Workspace, from = merge.From, into = merge.Into, line = "\n" };
        await unit.ExecuteAsync(Join, args);
        await unit.ExecuteAsync(DropJoined, args);
        await unit.ExecuteAsync(MoveOthers, args);
    }
}

internal sealed record DraftRow
{
    public required Id<Conversation> ConversationId { get; init; }

    public required string Text { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }
}
