using Kaiwa.Core.Contacts;
using Kaiwa.Core.Events;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.Inbox;

/// <summary>A customer wrote: the conversation comes to the top, is open and has something unread.</summary>
internal sealed class OnMessageReceived(RefreshConversations refresh) : IReact<MessageReceived>
{
    // The event's contact may have been joined to another since: the message's row knows.
    private const string SelectPairs = """
        SELECT m.workspace_id, m.number_id, m.contact_id, m.kind FROM {rows} JOIN message m ON m.id = v.id AND m.workspace_id = v.workspace_id
        """;

    public string Name => "inbox.on-message";

    public async Task ReactAsync(IReadOnlyList<MessageReceived> events, UnitOfWork unit, CancellationToken ct)
    {
        var placed = events.Where(received => received.Message != default).ToList();
        var touched = await unit.BulkQueryAsync(
            SelectPairs,
            new Bulk<MessageReceived>(placed).Id("id", received => received.Message).Id("workspace_id", received => received.Workspace),
            reader => (Pair: new Pair(reader.ReadId<Workspace>(0), reader.ReadId<Number>(1), reader.ReadId<Contact>(2)), Reopens: IsWord(reader.GetString(3))));
        await refresh.HandleAsync(unit, touched);
    }

    // An emoji, a correction or WhatsApp's own notice asks nobody for an answer.
    private static bool IsWord(string kind) => kind is not ("reaction" or "edit" or "revoke" or "system");
}
