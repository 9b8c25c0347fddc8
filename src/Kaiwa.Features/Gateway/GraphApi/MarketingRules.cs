using System.Text.Json;
using System.Text.Json.Nodes;
using Kaiwa.Core.Dispatch;
using Kaiwa.Core.Messages;
using Kaiwa.WhatsApp.Errors;
using Kaiwa.WhatsApp.Messages;

namespace Kaiwa.Features.Gateway.GraphApi;

/// <summary>What the Marketing Messages API takes besides what both ways take, and what only it takes.</summary>
internal static class MarketingRules
{
    private const string Policy = "product_policy";
    private const string Sharing = "message_activity_sharing";

    /// <summary>Why Meta would refuse the message on this way; null when it would not.</summary>
    public static GraphError? Refusal(SendEdge edge, OutgoingMessageReading reading, Category category)
    {
        var content = Members(reading.Content);
        if (edge == SendEdge.Messages)
        {
            return content.ContainsKey(Policy) || content.ContainsKey(Sharing)
                ? GraphErrors.InvalidParameter($"{Policy} and {Sharing} belong to /marketing_messages.")
                : null;
        }

        if (reading.Message is not OutgoingMessage.Template)
        {
            return GraphErrors.InvalidParameter("Message must be a template message.");
        }

        return category != Category.Marketing ? GraphErrors.Of(134100, "The template's category is not MARKETING.")
            : content.TryGetPropertyValue(Policy, out var policy) && !IsOneOf(policy, MarketingPolicy.Fallback, MarketingPolicy.Strict)
                ? GraphErrors.InvalidParameter($"Param {Policy} must be one of {{{MarketingPolicy.Fallback}, {MarketingPolicy.Strict}}}.")
            : content.TryGetPropertyValue(Sharing, out var sharing) && sharing?.GetValueKind() is not (JsonValueKind.True or JsonValueKind.False)
                ? GraphErrors.InvalidParameter($"Param {Sharing} must be a boolean.")
            : null;
    }

    /// <summary>The content with its policy at the end, where the dispatcher looks for it.</summary>
    public static string Mark(string content)
    {
        var members = JsonNode.Parse(content)!.AsObject();
        var isStrict = IsOneOf(members[Policy], MarketingPolicy.Strict);
        if (members.Remove(Policy))
        {
            content = members.ToJsonString(Plain);
        }

        return MarketingPolicy.Put(content, isStrict);
    }

    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static bool IsOneOf(JsonNode? value, params ReadOnlySpan<string> words) => value?.GetValueKind() == JsonValueKind.String && words.Contains(value.GetValue<string>());

    // Only a content that has one of the two words is worth a look inside.
    private static JsonObject Members(ReadOnlyMemory<byte> content) =>
        content.Span.IndexOf("\"product_policy\""u8) >= 0 || content.Span.IndexOf("\"message_activity_sharing\""u8) >= 0 ? JsonNode.Parse(content.Span)!.AsObject() : [];
}
