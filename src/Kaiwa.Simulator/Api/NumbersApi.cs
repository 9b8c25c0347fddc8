using System.Text.Json;
using Kaiwa.Simulator.World;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Simulator.Api;

/// <summary>The nodes of numbers, business accounts and the app.</summary>
internal sealed class NumbersApi(Platform platform)
{
    private static readonly HashSet<string> NumberDefaults =
        ["id", "verified_name", "code_verification_status", "display_phone_number", "quality_rating", "platform_type", "throughput", "webhook_configuration"];

    public async Task<bool> HandleNumberAsync(HttpContext http, BusinessNumber number, string edge, MediaApi media)
    {
        var get = HttpMethods.IsGet(http.Request.Method);
        switch (edge)
        {
            case "" when get:
                return GraphJson.Write(http, json => WriteNumber(json, number, GraphJson.Fields(http) ?? NumberDefaults));
            case "media" when HttpMethods.IsPost(http.Request.Method):
                return await media.UploadAsync(http, number);
            case "register" or "deregister" when HttpMethods.IsPost(http.Request.Method):
                return GraphJson.Success(http);
            case "whatsapp_business_profile" when get:
                return GraphJson.Write(http, json =>
                {
                    json.WriteStartArray("data");
                    json.WriteStartObject();
                    json.WriteString("messaging_product", "whatsapp");
                    json.WriteString("about", number.VerifiedName);
                    json.WriteString("vertical", "RETAIL");
                    json.WriteEndObject();
                    json.WriteEndArray();
                });
            default:
                return false;
        }
    }

    public async Task<bool> HandleAccountAsync(HttpContext http, BusinessAccount account, string edge)
    {
        var get = HttpMethods.IsGet(http.Request.Method);
        switch (edge)
        {
            case "" when get:
                return GraphJson.Write(http, json => WriteAccount(json, account, GraphJson.Fields(http)));
            case "phone_numbers" when get:
                var fields = GraphJson.Fields(http) ?? NumberDefaults;
                return GraphJson.Page(http, account.Numbers, PublicUrl.Origin(http, platform.Options), (json, number) =>
                {
                    json.WriteStartObject();
                    WriteNumber(json, number, fields);
                    json.WriteEndObject();
                });
            case "subscribed_apps" when get:
                return GraphJson.Write(http, json => WriteSubscribed(json, account));
            case "subscribed_apps":
                await SubscribeAsync(http, account);
                return true;
            default:
                return false;
        }
    }

    public async Task<bool> HandleAppAsync(HttpContext http, string edge)
    {
        if (edge.Length == 0 && HttpMethods.IsGet(http.Request.Method))
        {
            return GraphJson.Write(http, json =>
            {
                json.WriteString("id", platform.Options.AppId);
                json.WriteString("name", "Kaiwa simulator");
            });
        }

        return edge == "subscriptions" && HttpMethods.IsPost(http.Request.Method) && await SubscriptionsAsync(http);
    }

    private async Task<bool> SubscriptionsAsync(HttpContext http)
    {
        var callback = await ParameterAsync(http, "callback_url");
        var verify = await ParameterAsync(http, "verify_token");
        if (!Uri.TryCreate(callback, UriKind.Absolute, out var url))
        {
            return GraphJson.Refuse(http, Refusal.Required("callback_url"));
        }

        if (!await platform.Sender.VerifyAsync(url, verify ?? "", http.RequestAborted))
        {
            return GraphJson.Refuse(http, new Refusal(2200, Message: "(#2200) Callback verification failed with the following errors: the endpoint did not echo the challenge.", Http: 400));
        }

        platform.Sender.Target = url;
        return GraphJson.Success(http);
    }

    private async Task SubscribeAsync(HttpContext http, BusinessAccount account)
    {
        account.Subscribed = !HttpMethods.IsDelete(http.Request.Method);
        if (account.Subscribed && Uri.TryCreate(await ParameterAsync(http, "override_callback_uri"), UriKind.Absolute, out var url))
        {
            if (!await platform.Sender.VerifyAsync(url, await ParameterAsync(http, "verify_token") ?? "", http.RequestAborted))
            {
                ErrorWriter.Write(http, new Refusal(2200, Message: "(#2200) Callback verification failed with the following errors: the endpoint did not echo the challenge.", Http: 400));
                return;
            }

            platform.Sender.Target = url;
        }

        GraphJson.Success(http);
    }

    private static async Task<string?> ParameterAsync(HttpContext http, string name)
    {
        if (http.Request.Query[name].ToString() is { Length: > 0 } query)
        {
            return query;
        }

        if (http.Request.HasFormContentType)
        {
            return (await http.Request.ReadFormAsync(http.RequestAborted))[name];
        }

        http.Request.EnableBuffering();
        http.Request.Body.Position = 0;
        if (http.Request.ContentLength is null or 0)
        {
            return null;
        }

        try
        {
            using var json = await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted);
            return json.RootElement.TryGetProperty(name, out var value) ? value.ToString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private void WriteSubscribed(Utf8JsonWriter json, BusinessAccount account)
    {
        json.WriteStartArray("data");
        if (account.Subscribed)
        {
            json.WriteStartObject();
            json.WriteStartObject("whatsapp_business_api_data");
            json.WriteString("id", platform.Options.AppId);
            json.WriteString("name", "Kaiwa simulator");
            json.WriteString("link", "https://www.facebook.com/games/?app_id=" + platform.Options.AppId);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
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
        Put(json, fields.Contains("code_verification_status"), "code_verification_status", "VERIFIED");
        Put(json, fields.Contains("display_phone_number"), "display_phone_number", number.DisplayPhoneNumber);
        Put(json, fields.Contains("quality_rating"), "quality_rating", number.QualityRating);
        Put(json, fields.Contains("platform_type"), "platform_type", "CLOUD_API");
        Put(json, fields.Contains("name_status"), "name_status", "APPROVED");
        Put(json, fields.Contains("status"), "status", "CONNECTED");
        Put(json, fields.Contains("account_mode"), "account_mode", "LIVE");
        Put(json, fields.Contains("whatsapp_business_manager_messaging_limit"), "whatsapp_business_manager_messaging_limit", number.Account.Portfolio.Tier);
        Put(json, fields.Contains("messaging_limit_tier"), "messaging_limit_tier", number.Account.Portfolio.Tier);
        if (fields.Contains("is_official_business_account"))
        {
            json.WriteBoolean("is_official_business_account", false);
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

        if (fields.Contains("webhook_configuration") && platform.Sender.Target is { } url)
        {
            json.WriteStartObject("webhook_configuration");
            json.WriteString("application", url.AbsoluteUri);
            json.WriteEndObject();
        }

        json.WriteString("id", number.Id);
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
