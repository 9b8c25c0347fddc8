using System.Text.Json.Nodes;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;

namespace Kaiwa.Features.Gateway.OnPremisesApi;

/// <summary>The old names of everything that a webhook's value names. Looked up by key; what is not known keeps WhatsApp's name.</summary>
internal sealed class FlatNamesStore(Database database)
{
    private const string Select = """
        SELECT m.id, m.direction FROM message_wamid w JOIN message m ON m.id = w.message_id
        WHERE w.number_id = @number AND w.wamid = @wamid AND m.workspace_id = @workspace
        """;

    /// <param name="number">Whose webhook.</param>
    /// <param name="value">What it says.</param>
    /// <param name="about">The message that it is about, where that is known.</param>
    /// <param name="ct">Stops.</param>
    public async Task<FlatNames> OfAsync(Number number, JsonObject value, Id<Message>? about, CancellationToken ct)
    {
        var messages = new Dictionary<string, string>(StringComparer.Ordinal);
        if (about is { } message)
        {
            Name(messages, value, "messages", OnPremisesIds.Incoming(message));
            Name(messages, value, "statuses", OnPremisesIds.Outgoing(message));
        }

        var media = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var item in Items(value, "messages").Concat(Items(value, "statuses")))
        {
            foreach (var wamid in new[] { item["id"], item["context"]?["id"] }.Select(id => id?.ToString()).OfType<string>())
            {
                if (!messages.ContainsKey(wamid) && await database.FirstAsync<Row>(Select, new { workspace = number.Workspace.Id, number = number.Id, wamid }, ct) is { } row)
                {
                    messages[wamid] = row.Direction == Direction.Incoming ? OnPremisesIds.Incoming(row.Id) : OnPremisesIds.Outgoing(row.Id);
                }
            }

            // A file has the name of the message that it came with.
            if (item["type"]?.ToString() is { } type && item[type] is JsonObject file && file["id"]?.ToString() is { } id
                && messages.TryGetValue(item["id"]?.ToString() ?? "", out var name) && OnPremisesIds.TryReadMessage(name, out var holder))
            {
                media[id] = OnPremisesIds.Media(holder.Value);
            }
        }

        return new FlatNames(wamid => messages.GetValueOrDefault(wamid, wamid), id => media.GetValueOrDefault(id, id));
    }

    // What a customer deleted is the customer's own message.
    private static void Name(Dictionary<string, string> messages, JsonObject value, string list, string name)
    {
        if (Items(value, list).FirstOrDefault() is { } item && item["status"]?.ToString() != "deleted" && item["id"]?.ToString() is { } wamid)
        {
            messages[wamid] = name;
        }
    }

    private static IEnumerable<JsonObject> Items(JsonObject value, string name) => value[name] is JsonArray items ? items.OfType<JsonObject>() : [];

    private sealed record Row
    {
        public required Id<Message> Id { get; init; }

        public required Direction Direction { get; init; }
    }
}
