using System.Text.Json.Nodes;
using Kaiwa.Simulator.World;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Simulator.Api;

/// <summary>/{number}/settings, and what POST /{number} changes: the PIN, the display name, the webhook's address.</summary>
internal sealed class NumberSettingsApi(Platform platform, RegistrationApi registration)
{
    private static readonly string[] Known = ["calling", "payload_encryption", "storage_configuration", "user_identity_change"];
    private static readonly HashSet<string> Regions = ["AU", "ID", "IN", "JP", "SG", "KR", "DE", "CH", "GB", "BR", "BH", "ZA", "AE", "CA"];

    public bool Read(HttpContext http, BusinessNumber number)
    {
        var held = Held(number);
        return GraphJson.Write(http, json =>
        {
            foreach (var (name, value) in held)
            {
                json.WritePropertyName(name);
                value!.WriteTo(json);
            }
        });
    }

    public async Task<bool> ChangeAsync(HttpContext http, BusinessNumber number)
    {
        var given = await Parameters.ReadAsync(http);
        var names = Known.Where(given.Has).ToArray();
        if (names.Length == 0)
        {
            return GraphJson.Refuse(http, Refusal.Parameter($"One of {string.Join(", ", Known)} is required."));
        }

        if (names.FirstOrDefault(name => given.Object(name) is null) is { } text)
        {
            return GraphJson.Refuse(http, Refusal.Parameter($"Param {text} must be an object."));
        }

        if (given.Object("storage_configuration") is { } storage && WrongStorage(storage) is { } wrong)
        {
            return GraphJson.Refuse(http, wrong);
        }

        var held = Held(number);
        foreach (var name in names)
        {
            held[name] = given.Object(name)!.DeepClone();
        }

        await platform.Documents.SaveAsync("settings", number.Account.Id, number.Id, held);
        return GraphJson.Success(http);
    }

    /// <summary>POST /{number}.</summary>
    public async Task<bool> ChangeNumberAsync(HttpContext http, BusinessNumber number)
    {
        var given = await Parameters.ReadAsync(http);
        if (given.Text("pin") is { } pin)
        {
            return await registration.ChangePinAsync(number, pin) is { } wrong ? GraphJson.Refuse(http, wrong) : GraphJson.Success(http);
        }

        if (given.Object("webhook_configuration") is { } webhook)
        {
            var refusal = await new SubscriptionsApi(platform).OverrideAsync(http, webhook, url => number.WebhookOverride = url);
            await platform.Documents.SaveAsync("webhook", number.Account.Id, number.Id, new JsonObject { ["url"] = number.WebhookOverride?.AbsoluteUri });
            return refusal is null ? GraphJson.Success(http) : GraphJson.Refuse(http, refusal);
        }

        if (given.Text("new_display_name") is { Length: >= 3 } name)
        {
            await platform.Documents.SaveAsync("name", number.Account.Id, number.Id, new JsonObject { ["name"] = name });
            return GraphJson.Success(http);
        }

        return GraphJson.Refuse(http, Refusal.Parameter("One of pin, webhook_configuration or new_display_name (at least 3 characters) is required."));
    }

    /// <summary>The display name that waits for its review.</summary>
    public string? NewName(BusinessNumber number) => (string?)platform.Documents.Find("name", number.Id)?.Read()["name"];

    private JsonObject Held(BusinessNumber number) => platform.Documents.Find("settings", number.Id)?.Read() ?? new JsonObject
    {
        ["calling"] = new JsonObject { ["status"] = "DISABLED" },
        ["payload_encryption"] = new JsonObject { ["status"] = "DISABLED" },
        ["storage_configuration"] = new JsonObject { ["status"] = "DEFAULT" },
    };

    private static Refusal? WrongStorage(JsonObject storage) => Parameters.TextOf(storage["status"]) switch
    {
        "IN_COUNTRY_STORAGE_ENABLED" when Regions.Contains(Parameters.TextOf(storage["data_localization_region"]) ?? "") => null,
        "IN_COUNTRY_STORAGE_ENABLED" => Refusal.Parameter($"Param data_localization_region must be one of {{{string.Join(", ", Regions)}}}."),
        "IN_COUNTRY_STORAGE_DISABLED" or "NO_STORAGE_ENABLED" => null,
        _ => Refusal.Parameter("Param storage_configuration['status'] must be one of {IN_COUNTRY_STORAGE_ENABLED, IN_COUNTRY_STORAGE_DISABLED, NO_STORAGE_ENABLED}."),
    };
}
