using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kaiwa.Simulator.World;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Simulator.Api;

/// <summary>/{number}/block_users: whom the business does not want to hear of. Only people who wrote within a day can be blocked.</summary>
internal sealed class BlockingApi(Platform platform)
{
    private const int MostBlocked = 64_000;

    public bool List(HttpContext http, BusinessNumber number) =>
        GraphJson.Page(http, platform.Documents.Of("block", number.Id), PublicUrl.Origin(http, platform.Options), (json, block) =>
        {
            json.WriteStartObject();
            json.WriteString("messaging_product", "whatsapp");
            json.WriteString("wa_id", block.Id.Split(':')[1]);
            json.WriteEndObject();
        });

    public async Task<bool> ChangeAsync(HttpContext http, BusinessNumber number, bool block)
    {
        var given = await Parameters.ReadAsync(http);
        if (given.NotForWhatsApp() is { } wrong)
        {
            return GraphJson.Refuse(http, wrong);
        }

        if (given.Array("block_users") is not { Count: > 0 } users)
        {
            return GraphJson.Refuse(http, Refusal.Required("block_users"));
        }

        if (!users.All(user => user is JsonObject))
        {
            return GraphJson.Refuse(http, Refusal.Parameter("Param block_users must be a list of objects with a user or a user_id."));
        }

        var done = new List<(string Input, ulong Phone)>();
        var failed = new List<(string Input, Refusal Why)>();
        foreach (var user in users.OfType<JsonObject>())
        {
            var input = Parameters.TextOf(user["user"]) ?? Parameters.TextOf(user["user_id"]) ?? "";
            var (phone, why) = Judge(number, user, input, block);
            if (why is not null)
            {
                failed.Add((input, why));
                continue;
            }

            await SetAsync(number, phone, block);
            done.Add((input, phone));
        }

        http.Response.StatusCode = failed.Count > 0 ? 400 : 200;
        return GraphJson.Write(http, json => Write(json, block ? "added_users" : "removed_users", done, failed));
    }

    private (ulong Phone, Refusal? Why) Judge(BusinessNumber number, JsonObject user, string input, bool block)
    {
        var known = user.ContainsKey("user") ? Phones.TryParse(input, out var phone) : UserId.TryReadPhone(input, out phone);
        return !known ? (0, Refusal.Invalid("The user is neither a phone number nor a business-scoped user ID of this portfolio."))
            : !block ? (phone, null)
            : number.Blocked.Count >= MostBlocked ? (phone, new Refusal(139101))
            : platform.Conversations.IsOpen(number.Key, phone, platform.Clock.NowMs) || number.Blocks(phone) ? (phone, null)
            : (phone, new Refusal(131047, "Only users who wrote to this number within the last 24 hours can be blocked."));
    }

    private Task SetAsync(BusinessNumber number, ulong phone, bool block)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"{number.Id}:{phone}");
        if (!block)
        {
            number.Blocked.TryRemove(phone, out _);
            return platform.Documents.RemoveAsync("block", id);
        }

        number.Blocked[phone] = true;
        return platform.Documents.SaveAsync("block", number.Id, id, []);
    }

    private static void Write(Utf8JsonWriter json, string member, List<(string Input, ulong Phone)> done, List<(string Input, Refusal Why)> failed)
    {
        json.WriteString("messaging_product", "whatsapp");
        json.WriteStartObject("block_users");
        json.WriteStartArray(member);
        foreach (var (input, phone) in done)
        {
            json.WriteStartObject();
            json.WriteString("input", input);
            json.WriteString("wa_id", Phones.Digits(phone));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (failed.Count == 0)
        {
            json.WriteEndObject();
            return;
        }

        json.WriteStartArray("failed_users");
        foreach (var (input, why) in failed)
        {
            json.WriteStartObject();
            json.WriteString("input", input);
            json.WriteStartArray("errors");
            json.WriteStartObject();
            ErrorWriter.WriteError(json, why);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteStartObject("error");
        ErrorWriter.WriteError(json, new Refusal(139100));
        json.WriteEndObject();
    }
}
