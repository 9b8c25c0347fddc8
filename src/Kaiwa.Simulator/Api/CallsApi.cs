using System.Globalization;
using System.Text.Json.Nodes;
using Kaiwa.Simulator.World;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Simulator.Api;

/// <summary>Calls by a business, as far as their signals: whether it may call a person, a call that is taken at once, its end. No sound is carried.</summary>
internal sealed class CallsApi(Platform platform)
{
    private const string PermissionKind = "call_permission";
    private const string CallKind = "call";
    private const long DayMs = 24 * 3600 * 1000L;
    private const int MostCallsADay = 100;
    private const string RequestsSql = "SELECT count(*) FROM message WHERE inbound = 0 AND number = $number AND phone = $phone AND at > $from AND instr(CAST(body AS TEXT), 'call_permission_request') > 0";

    /// <summary>A person answers a request for permission to call: yes holds for seven days.</summary>
    public static async Task NoteReplyAsync(Platform platform, BusinessNumber number, ulong phone, byte[] body)
    {
        if (JsonNode.Parse(body)?["interactive"]?["call_permission_reply"] is JsonObject reply)
        {
            var until = (string?)reply["response"] == "accept" ? (long)reply["expiration_timestamp"]! : 0;
            await platform.Documents.SaveAsync(PermissionKind, number.Id, $"{number.Id}:{phone}", new JsonObject { ["until"] = until });
        }
    }

    /// <summary>GET /{number}/call_permissions.</summary>
    public bool Permissions(HttpContext http, BusinessNumber number)
    {
        var query = http.Request.Query;
        var user = query["user_wa_id"].ToString() is { Length: > 0 } wa ? wa : query["recipient"].ToString();
        if (!TryPhone(user, out var phone))
        {
            return GraphJson.Refuse(http, Refusal.Required("user_wa_id"));
        }

        var until = Until(number, phone);
        var (today, week) = (Requests(number, phone, DayMs), Requests(number, phone, 7 * DayMs));
        var calls = platform.Documents.Of(CallKind, number.Id).Select(call => call.Read()).Count(call => (string)call["to"]! == Phones.Digits(phone) && (long)call["at"]! > platform.Clock.NowMs - DayMs);
        var permission = new JsonObject { ["status"] = until > 0 ? "temporary" : "no_permission" };
        if (until > 0)
        {
            permission["expiration_time"] = until;
        }

        return GraphJson.Write(http, new JsonObject
        {
            ["messaging_product"] = "whatsapp",
            ["permission"] = permission,
            ["actions"] = new JsonArray(
                Action("send_call_permission_request", today < 1 && week < 2, Limit("PT24H", 1, today), Limit("P7D", 2, week)),
                Action("start_call", until > 0 && calls < MostCallsADay, Limit("PT24H", MostCallsADay, calls))),
        });
    }

    /// <summary>POST /{number}/calls.</summary>
    public async Task<bool> HandleAsync(HttpContext http, BusinessNumber number)
    {
        var given = await Parameters.ReadAsync(http);
        if (given.NotForWhatsApp() is { } wrong)
        {
            return GraphJson.Refuse(http, wrong);
        }

        switch (given.Text("action"))
        {
            case "connect":
                return await ConnectAsync(http, number, given);
            case "terminate" when given.Text("call_id") is { } id:
                return await TerminateAsync(http, number, id);
            case "pre_accept" or "accept" or "reject":
                return GraphJson.Refuse(http, Refusal.Parameter("Param call_id is not a call of a user to this number."));
            case "terminate":
                return GraphJson.Refuse(http, Refusal.Required("call_id"));
            default:
                return GraphJson.Refuse(http, Refusal.Parameter("Param action must be one of {connect, pre_accept, accept, reject, terminate}."));
        }
    }

    private async Task<bool> ConnectAsync(HttpContext http, BusinessNumber number, Parameters given)
    {
        var callback = given.Text("biz_opaque_callback_data");
        var refusal = !TryPhone(given.Text("to") ?? given.Text("recipient") ?? "", out var phone) ? Refusal.Required("to")
            : !number.Registration.IsRegistered ? new Refusal(133010)
            : Parameters.TextOf(given.Object("session")?["sdp_type"]) != "offer" || Parameters.TextOf(given.Object("session")?["sdp"]) is not { Length: > 0 } ? Refusal.Parameter("Param session must hold sdp_type offer and an sdp.")
            : Until(number, phone) == 0 ? new Refusal(138006) : null;
        if (refusal is not null)
        {
            return GraphJson.Refuse(http, refusal);
        }

        var call = "wacid." + Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes($"{phone}:{platform.Documents.NewId()}"));
        await platform.Documents.SaveAsync(CallKind, number.Id, call, new JsonObject { ["to"] = Phones.Digits(phone), ["at"] = platform.Clock.NowMs, ["callback"] = callback });
        foreach (var status in (string[])["RINGING", "ACCEPTED"])
        {
            await TellAsync(number, "statuses", With(new JsonObject { ["id"] = call, ["type"] = "call", ["status"] = status, ["timestamp"] = Seconds(platform.Clock.NowMs), ["recipient_id"] = Phones.Digits(phone) }, callback));
        }

        return GraphJson.Write(http, new JsonObject { ["messaging_product"] = "whatsapp", ["calls"] = new JsonArray(new JsonObject { ["id"] = call }) });
    }

    private async Task<bool> TerminateAsync(HttpContext http, BusinessNumber number, string id)
    {
        if (platform.Documents.Find(CallKind, id) is not { } document || document.Owner != number.Id || document.Read() is var call && call["ended"] is not null)
        {
            return GraphJson.Refuse(http, Refusal.Parameter("Param call_id is not a call that goes on."));
        }

        var (start, end) = ((long)call["at"]!, platform.Clock.NowMs);
        call["ended"] = end;
        await platform.Documents.SaveAsync(CallKind, number.Id, id, call);
        await TellAsync(number, "calls", With(new JsonObject
        {
            ["id"] = id,
            ["from"] = Phones.Digits(number.Digits),
            ["to"] = (string)call["to"]!,
            ["event"] = "terminate",
            ["direction"] = "BUSINESS_INITIATED",
            ["timestamp"] = Seconds(end),
            ["status"] = "COMPLETED",
            ["start_time"] = Seconds(start),
            ["end_time"] = Seconds(end),
            ["duration"] = (end - start) / 1000,
        }, (string?)call["callback"]));
        return GraphJson.Write(http, new JsonObject { ["messaging_product"] = "whatsapp", ["success"] = true });
    }

    private Task TellAsync(BusinessNumber number, string list, JsonObject item) => !number.Account.Subscribed ? Task.CompletedTask : platform.TellAsync(number.Account.Id, "calls", new JsonObject
    {
        ["messaging_product"] = "whatsapp",
        ["metadata"] = new JsonObject { ["display_phone_number"] = Phones.Digits(number.Digits), ["phone_number_id"] = number.Id },
        [list] = new JsonArray(item),
    }.ToJsonString(), withTime: false);

    /// <summary>Until when the business may call, in seconds; 0 when it may not.</summary>
    private long Until(BusinessNumber number, ulong phone) =>
        platform.Documents.Find(PermissionKind, $"{number.Id}:{phone}") is { } document && (long)document.Read()["until"]! is var until && until > platform.Clock.NowMs / 1000 ? until : 0;

    private long Requests(BusinessNumber number, ulong phone, long span) =>
        platform.Database.Query(RequestsSql, r => r.GetInt64(0), ("$number", number.Key), ("$phone", (long)phone), ("$from", platform.Clock.NowMs - span))[0];

    private static bool TryPhone(string user, out ulong phone) => Phones.TryParse(user, out phone) || UserId.TryReadPhone(user, out phone);

    private static JsonObject Action(string name, bool may, params JsonNode?[] limits) => new() { ["action_name"] = name, ["can_perform_action"] = may, ["limits"] = new JsonArray(limits) };

    private static JsonObject Limit(string period, long most, long used) => new() { ["time_period"] = period, ["max_allowed"] = most, ["current_usage"] = used };

    private static JsonObject With(JsonObject item, string? callback)
    {
        if (callback is not null)
        {
            item["biz_opaque_callback_data"] = callback;
        }

        return item;
    }

    private static string Seconds(long ms) => (ms / 1000).ToString(CultureInfo.InvariantCulture);
}
