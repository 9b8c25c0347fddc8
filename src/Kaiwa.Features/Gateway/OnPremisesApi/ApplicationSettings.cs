using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kaiwa.Features.Gateway.OnPremisesApi;

/// <summary>The application settings: defaults, merging, and what the delivery of callbacks must know of them.</summary>
internal static class ApplicationSettings
{
    private const string Defaults = """
        {"callback_backoff_delay_ms":3000,"max_callback_backoff_delay_ms":900000,"callback_persist":true,
         "garbagecollector_enable":{"media":false,"messages":true},"heartbeat_interval":5,"unhealthy_interval":30,
         "media":{"auto_download":["image","video","voice","sticker","audio","document"]},"sent_status":false,
         "webhooks":{"max_concurrent_requests":6,"message":{"sent":false,"delivered":true,"read":true}}}
        """;

    /// <summary>What a program reads: what was set, over the defaults. Unknown keys are given back as they came.</summary>
    public static JsonObject Whole(JsonObject set)
    {
        var whole = Merge((JsonObject)JsonNode.Parse(Defaults)!, set);
        whole["pass_through"] = false; // it could not be switched on any more since v2.35
        return whole;
    }

    /// <summary>Absent fields stay as they are, objects are merged, anything else is replaced.</summary>
    public static JsonObject Merge(JsonObject into, JsonObject change)
    {
        foreach (var (name, value) in change)
        {
            into[name] = value is JsonObject inner && into[name] is JsonObject old ? Merge(old, inner) : value?.DeepClone();
        }

        return into;
    }

    /// <summary>Why a change is refused; null when it is fine. Where a name leads is looked at whenever it is called.</summary>
    public static OnPremisesError? Complaint(JsonObject change, AddressGuard guard)
    {
        if (Address(change["webhooks"] as JsonObject) is not { } given)
        {
            return null;
        }

        return guard.Callable(given) is not { } address ? OnPremisesError.Invalid("webhooks.url must be an https address without a user name")
            : guard.IsInside(address) ? OnPremisesError.Invalid("webhooks.url leads into a private network, which the operator does not allow")
            : null;
    }

    /// <summary>Where and how callbacks go; there is no address while none is set.</summary>
    public static CallbackSettings Callbacks(NumberSettings settings)
    {
        var whole = Whole(settings.Application);
        var webhooks = whole["webhooks"] as JsonObject;
        var message = webhooks?["message"] as JsonObject;
        return new CallbackSettings(
            Address(webhooks),
            Flag(message?["sent"]) || Flag(whole["sent_status"]),
            Flag(message?["delivered"]),
            Flag(message?["read"]),
            Math.Clamp(Number(webhooks?["max_concurrent_requests"], 6), 1, 24),
            TimeSpan.FromMilliseconds(Math.Clamp(Number(whole["callback_backoff_delay_ms"], 3000), 100, 900_000)),
            TimeSpan.FromMilliseconds(Math.Clamp(Number(whole["max_callback_backoff_delay_ms"], 900_000), 100, 86_400_000)),
            settings.WebhookHeaders?.ToDictionary(pair => pair.Key, pair => pair.Value?.ToString() ?? "", StringComparer.OrdinalIgnoreCase) ?? new(StringComparer.OrdinalIgnoreCase),
            settings.WebhookCa,
            whole["media"]?["auto_download"] is JsonArray kinds ? [.. kinds.Select(kind => kind?.ToString() ?? "")] : []);
    }

    // Programs that want no more callbacks set an empty text.
    private static string? Address(JsonObject? webhooks) => webhooks?["url"]?.ToString() is { Length: > 0 } url ? url : null;

    // Numbers come as strings and flags too: very old programs did so, and it was taken.
    private static int Number(JsonNode? node, int otherwise) => int.TryParse(node?.ToString(), CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    private static bool Flag(JsonNode? node) => bool.TryParse(node?.ToString(), out var flag) && flag;
}

/// <summary>What the delivery of a number's callbacks must know. Retries come after one step, two steps, three… up to the longest.</summary>
internal sealed record CallbackSettings(
    string? Url, bool Sent, bool Delivered, bool Read, int AtOnce, TimeSpan Step, TimeSpan LongestStep, IReadOnlyDictionary<string, string> Headers, string? Ca, IReadOnlyCollection<string> Downloads);
