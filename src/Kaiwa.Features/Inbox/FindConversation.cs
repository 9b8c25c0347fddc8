using Kaiwa.Core.Storage;

namespace Kaiwa.Features.Inbox;

/// <summary>The conversation of a customer and a number; made when there is none yet, as after a broadcast that nobody answered.</summary>
internal sealed class FindConversation(Database database, RefreshConversations refresh)
{
    private const string Select = "SELECT id FROM conversation WHERE workspace_id = @Workspace AND number_id = @Number AND contact_id = @Contact";

    public async Task<Id<Conversation>> Handle(Pair pair, CancellationToken ct)
    {
        var id = await database.FirstAsync<Id<Conversation>?>(Select, pair, ct);
        return id ?? await database.InTransactionAsync(
            async unit =>
            {
                await refresh.HandleAsync(unit, [(pair, false)]);
                return await unit.FirstAsync<Id<Conversation>>(Select, pair);
            },
            ct: ct);
    }
}
