using System.Text.Json;
using Kaiwa.Simulator.World;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Simulator.Api;

/// <summary>Numbers and business accounts as nodes: their fields.</summary>
internal sealed class NumbersApi(Platform platform, ProfileApi profile, NumberSettingsApi settings, AnalyticsApi analytics)
{
    private static readonly HashSet<string> NumberDefaults =
        ["id", "verified_name", "code_verification_status", "display_phone_number", "quality_rating", "platform_type", "throughput", "webhook_configuration"];

    public bool Number(HttpContext http, BusinessNumber number) => GraphJson.Write(http, json => WriteNumber(json, number, GraphJson.Fields(http) ?? NumberDefaults));

    public bool List(HttpContext http, BusinessAccount account)
    {
        var fields = GraphJson.Fields(http) ?? NumberDefaults;
        return GraphJson.Page(http, account.Numbers, PublicUrl.Origin(http, platform.Options), (json, number) =>
        {
            json.WriteStartObject();
            WriteNumber(json, number, fields);
            json.WriteEndObject();
        });
    }

    public async Task<bool> AccountAsync(HttpContext http, BusinessAccount account)
    {
        var asked = GraphField.Read(http.Request.Query["fields"].ToString()).Where(field => AnalyticsApi.IsField(field.Name)).ToList();
        if (asked.Select(AnalyticsApi.Wrong).FirstOrDefault(wrong => wrong is not null) is { } refusal)
        {
            return GraphJson.Refuse(http, refusal);
        }

        if (asked.Count > 0)
        {
            await platform.Writer.FlushAsync();
        }

        return GraphJson.Write(http, json =>
        {
            foreach (var field in asked)
            {
                analytics.Write(json, account, field);
            }

            WriteAccount(json, account, GraphJson.Fields(http));
        });
    }

    private static void WriteAccount(Utf8JsonWriter json, BusinessAccount account, HashSet<string>? fields)
    {
        bool Wants(string name) => fields is null || fields.Contains(name);
        json.WriteString("id", account.Id);
        Put(json, Wants("name"), "name", account.Name);
        Put(json, Wants("currency"), "currency", "USD");
        Put(json, Wants("timezone_id"), "timezone_id", "1");
        Put(json, Wants("message_template_namespace"), "message_template_namespace", "58e6d318_b627_4112_b9c7_2961197553ea");
        Put(json, fields?.Contains("account_review_status") == true, "account_review_status", "APPROVED");
        Put(json, fields?.Contains("business_verification_status") == true, "business_verification_status", "verified");
        Put(json, fields?.Contains("status") == true, "status", "ACTIVE");
        if (fields?.Contains("owner_business_info") == true)
        {
            json.WriteStartObject("owner_business_info");
            json.WriteString("name", account.Portfolio.Name);
            json.WriteString("id", account.Portfolio.Id);
            json.WriteEndObject();
        }
    }

    private void WriteNumber(Utf8JsonWriter json, BusinessNumber number, HashSet<string> fields)
    {
        Put(json, fields.Contains("verified_name"), "verified_name", number.VerifiedName);
        Put(json, fields.Contains("code_verification_status"), "code_verification_status", number.Registration.IsVerified ? "VERIFIED" : "NOT_VERIFIED");
        Put(json, fields.Contains("display_phone_number"), "display_phone_number", number.DisplayPhoneNumber);
        Put(json, fields.Contains("quality_rating"), "quality_rating", number.QualityRating);
        Put(json, fields.Contains("platform_type"), "platform_type", number.Registration.IsOnPremises ? "ON_PREMISE" : "CLOUD_API");
        Put(json, fields.Contains("name_status"), "name_status", "APPROVED");
        Put(json, fields.Contains("status"), "status", number.Registration.Status);
        Put(json, fields.Contains("new_name_status"), "new_name_status", settings.NewName(number) is null ? "NONE" : "PENDING_REVIEW");
        Put(json, fields.Contains("new_display_name") && settings.NewName(number) is not null, "new_display_name", settings.NewName(number) ?? "");
        Put(json, fields.Contains("account_mode"), "account_mode", "LIVE");
        Put(json, fields.Contains("whatsapp_business_manager_messaging_limit"), "whatsapp_business_manager_messaging_limit", number.Account.Portfolio.Tier);
        Put(json, fields.Contains("messaging_limit_tier"), "messaging_limit_tier", number.Account.Portfolio.Tier);
        if (fields.Contains("is_official_business_account"))
        {
            json.WriteBoolean("is_official_business_account", false);
        }

        if (fields.Contains("is_pin_enabled"))
        {
            json.WriteBoolean("is_pin_enabled", number.Registration.Pin is not null);
        }

        if (fields.Contains("official_business_account"))
        {
            json.WriteStartObject("official_business_account");
            json.WriteString("oba_status", profile.BadgeStatus(number));
            json.WriteEndObject();
        }

        if (fields.Contains("conversational_automation") && profile.Automation(number) is { } automation)
        {
            json.WritePropertyName("conversational_automation");
            automation.WriteTo(json);
        }

        if (fields.Contains("throughput"))
        {
            json.WriteStartObject("throughput");
            json.WriteString("level", number.MessagesPerSecond >= 1000 ? "HIGH" : "STANDARD");
            json.WriteEndObject();
        }

        if (fields.Contains("quality_score"))
        {
            json.WriteStartObject("quality_score");
            json.WriteString("score", number.QualityRating);
            json.WriteEndObject();
        }

        if (fields.Contains("health_status"))
        {
            WriteHealth(json, number);
        }

        if (fields.Contains("webhook_configuration") && (number.Webhook ?? platform.Sender.Target) is not null)
        {
            json.WriteStartObject("webhook_configuration");
            Put(json, number.WebhookOverride is not null, "phone_number", number.WebhookOverride?.AbsoluteUri ?? "");
            Put(json, number.Account.WebhookOverride is not null, "whatsapp_business_account", number.Account.WebhookOverride?.AbsoluteUri ?? "");
            Put(json, platform.Sender.Target is not null, "application", platform.Sender.Target?.AbsoluteUri ?? "");
            json.WriteEndObject();
        }

        json.WriteString("id", number.Id);
    }

    /// <summary>A number that is not registered can send nothing; nothing else is ever wrong here.</summary>
    private void WriteHealth(Utf8JsonWriter json, BusinessNumber number)
    {
        var own = number.Registration.IsRegistered ? "AVAILABLE" : "BLOCKED";
        json.WriteStartObject("health_status");
        json.WriteString("can_send_message", own);
        json.WriteStartArray("entities");
        foreach (var (type, id, can) in ((string, string, string)[])[
            ("PHONE_NUMBER", number.Id, own), ("WABA", number.Account.Id, "AVAILABLE"), ("BUSINESS", number.Account.Portfolio.Id, "AVAILABLE"), ("APP", platform.Options.AppId, "AVAILABLE")])
        {
            json.WriteStartObject();
            json.WriteString("entity_type", type);
            json.WriteString("id", id);
            json.WriteString("can_send_message", can);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Put(Utf8JsonWriter json, bool wanted, string name, string value)
    {
        if (wanted)
        {
            json.WriteString(name, value);
        }
    }
}

/// <summary>The address under which the Graph API is reached, without a trailing slash.</summary>
internal static class PublicUrl
{
    /// <summary>Scheme, host and port alone, to stand before the path of a request.</summary>
    public static string Origin(HttpContext http, SimulatorOptions options) =>
        options.PublicBaseUrl?.GetLeftPart(UriPartial.Authority) ?? $"{http.Request.Scheme}://{http.Request.Host}";

    public static string Of(HttpContext http, SimulatorOptions options) =>
        options.PublicBaseUrl?.AbsoluteUri.TrimEnd('/') ?? $"{http.Request.Scheme}://{http.Request.Host}";
}
