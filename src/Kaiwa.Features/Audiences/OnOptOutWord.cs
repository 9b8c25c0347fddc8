using System.Collections.Frozen;
using System.Text;
using Kaiwa.Core.Contacts;
using Kaiwa.Core.Events;
using Kaiwa.Core.Storage;
using Kaiwa.WhatsApp.Messages;

namespace Kaiwa.Features.Audiences;

/// <summary>A customer writes a word that means stop, or taps a button that does: no marketing any more.</summary>
internal sealed class OnOptOutWord(ContactStore contacts) : IReact<MessageReceived>
{
    private const int LongestWord = 24;

    private const string SelectMessages = """
        SELECT m.workspace_id, m.contact_id, m.content FROM {rows} JOIN message m ON m.id = v.id AND m.workspace_id = v.workspace_id
        WHERE m.kind IN ('text', 'button', 'interactive')
        """;

    // Whole messages only: "please don't stop" is no opt-out.
    private static readonly FrozenSet<string> Words = FrozenSet.ToFrozenSet(
        [
            "STOP", "STOP ALL", "STOPALL", "UNSUBSCRIBE", "OPT OUT", "OPTOUT", "OPT-OUT", "OPT_OUT", "STOP PROMOTIONS", "配信停止", "停止", "解除", "BAJA", "DARSE DE BAJA", "SAIR", "PARAR",
            "CANCELAR SUSCRIPCIÓN", "BERHENTI", "DÉSINSCRIRE", "ABMELDEN",
        ],
        StringComparer.Ordinal);

    public string Name => "audiences.on-opt-out-word";

    public async Task ReactAsync(IReadOnlyList<MessageReceived> events, UnitOfWork unit, CancellationToken ct)
    {
        var placed = events.Where(received => received.Message != default).ToList();
        var found = await unit.BulkQueryAsync(
            SelectMessages,
            new Bulk<MessageReceived>(placed).Id("id", received => received.Message).Id("workspace_id", received => received.Workspace),
            reader => (Workspace: reader.ReadId<Core.Workspaces.Workspace>(0), Contact: reader.ReadId<Contact>(1), Message: MessageWords.Incoming(reader.GetString(2))));
        var changes = found
            .Select(row => (row.Workspace, row.Contact, row.Message, Word: StopWord(row.Message)))
            .Where(row => row.Word is not null)
            .GroupBy(row => row.Contact)
            .Select(group => group.MaxBy(row => row.Message!.TimestampMs))
            .Select(row => new ContactStore.ConsentChange(row.Workspace, row.Contact, Consent.Out, row.Message!.TimestampMs, $"word:{row.Word}"))
            .ToList();
        await contacts.SetConsentAsync(unit, changes);
    }

    /// <summary>The word that means stop; null when the message is anything else.</summary>
    internal static string? StopWord(IncomingMessage? message)
    {
        string?[] said = message switch
        {
            IncomingMessage.Text text => [text.Body],
            IncomingMessage.Button button => [button.Payload, button.Label],
            IncomingMessage.ButtonReply reply => [reply.ButtonId, reply.Title],
            _ => [],
        };
        return said.Where(text => text is { Length: > 0 and <= LongestWord }).Select(text => Normal(text!)).FirstOrDefault(Words.Contains);
    }

    private static string Normal(string text) =>
        string.Join(' ', text.Normalize(NormalizationForm.FormKC).Trim(' ', '\u3000', '.', '!', '。', '"', '“', '”', '「', '」', '\n', '\r').ToUpperInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
