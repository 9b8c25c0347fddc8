using Kaiwa.Simulator.Api;
using Kaiwa.Simulator.Api.Json;
using Kaiwa.Simulator.World;

namespace Kaiwa.Simulator.Rules;

/// <summary>What the Marketing Messages API demands besides: marketing templates, and words of its own.</summary>
internal static class MarketingRules
{
    public static Refusal? Check(MessageKind kind, SimulatedTemplate? template, ReadOnlySpan<byte> body)
    {
        if (kind != MessageKind.Template || template is null)
        {
            return Refusal.Parameter("Message must be a template message.");
        }

        var request = new JsonSlice(body);
        var policy = request["product_policy"u8];
        var sharing = request["message_activity_sharing"u8];
        return template.Category != MessageCategory.Marketing ? new Refusal(134100)
            : policy.Exists && !policy.Is("CLOUD_API_FALLBACK"u8) && !policy.Is("STRICT"u8) ? Refusal.Parameter("Param product_policy must be one of {CLOUD_API_FALLBACK, STRICT}.")
            : sharing.Exists && !sharing.IsBoolean ? Refusal.Parameter("Param message_activity_sharing must be a boolean.")
            : null;
    }
}
