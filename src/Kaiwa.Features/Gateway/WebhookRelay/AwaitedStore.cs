using Kaiwa.Core.Contacts;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.Gateway.WebhookRelay;

/// <summary>Sends that were answered before they left, until it is known whether Meta will speak of them.</summary>
internal sealed class AwaitedStore(Database database, TimeProvider time)
{
    private const string Insert = "INSERT INTO relay_awaited (message_id, workspace_id, created_at) VALUES (@message, @workspace, @now) ON CONFLICT (message_id) DO NOTHING";

    // Cancelled and expired, accepted and beyond: nothing of it is open any more.
    private const string SelectSettled = """
        SELECT m.id, m.workspace_id, m.number_id, m.contact_id, m.state, m.wamid, m.failure, m.callback, i.value AS recipient
        FROM relay_awaited a JOIN message m ON m.id = a.message_id AND m.workspace_id = a.workspace_id LEFT JOIN identity i ON i.id = m.identity_id
        WHERE m.state > 10 ORDER BY a.message_id LIMIT @most
        """;

    private const string Delete = "DELETE FROM relay_awaited WHERE workspace_id = @workspace AND message_id = @message";

    public Task AddAsync(UnitOfWork unit, Id<Workspace> workspace, Id<Message> message) => unit.ExecuteAsync(Insert, new { workspace, message, now = time.GetUtcNow() });

    public Task<IReadOnlyList<Awaited>> SettledAsync(int most, CancellationToken ct) => database.QueryAsync<Awaited>(SelectSettled, new { most }, ct);

    /// <summary>False when another node has told of it.</summary>
    public async Task<bool> DeleteAsync(UnitOfWork unit, Awaited one) => await unit.ExecuteAsync(Delete, new { workspace = one.WorkspaceId, message = one.Id }) == 1;
}

/// <summary>A send whose fate is known.</summary>
internal sealed record Awaited
{
    public required Id<Message> Id { get; init; }

    public required Id<Workspace> WorkspaceId { get; init; }

    public required Id<Number> NumberId { get; init; }

    public required Id<Contact> ContactId { get; init; }

    public required MessageState State { get; init; }

    public string? Wamid { get; init; }

    public string? Failure { get; init; }

    public string? Callback { get; init; }

    public string? Recipient { get; init; }
}
