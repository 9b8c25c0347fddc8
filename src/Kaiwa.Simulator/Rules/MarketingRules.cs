using Kaiwa.Simulator.Api;
using Kaiwa.Simulator.World;

namespace Kaiwa.Simulator.Rules;

/// <summary>What the Marketing Messages API demands besides: marketing templates, and words of its own.</summary>
internal static class MarketingRules
{
    public static Refusal? Check(bool isMarketing, SendRequest request, SimulatedTemplate? template)
    {
        var policy = request.Policy;
        var sharing = request.Sharing;
        if (!isMarketing)
        {
            return policy.Exists || sharing.Exists ? Refusal.Parameter("Params product_policy and message_activity_sharing are for marketing_messages only.") : null;
        }

        if (template is null)
        {
            return Refusal.Parameter("Message must be a template message.");
        }

        return template.Category != MessageCategory.Marketing ? new Refusal(134100)
            : policy.Exists && !policy.Is("CLOUD_API_FALLBACK"u8) && !policy.Is("STRICT"u8) ? Refusal.Parameter("Param product_policy must be one of {CLOUD_API_FALLBACK, STRICT}.")
            : sharing.Exists && !sharing.IsBoolean ? Refusal.Parameter("Param message_activity_sharing must be a boolean.")
            : null;
    }
}
