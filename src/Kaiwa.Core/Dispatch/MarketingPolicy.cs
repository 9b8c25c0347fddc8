using Kaiwa.Core.Messages;

namespace Kaiwa.Core.Dispatch;

/// <summary>
/// Which content goes by Meta's Marketing Messages API: the one whose last member is <c>product_policy</c>, a word that belongs to that
/// API alone. The content says it by itself, so neither a column nor a look into the JSON is needed.
/// </summary>
public static class MarketingPolicy
{
    /// <summary>Meta's default: what that API cannot take goes the ordinary way.</summary>
    public const string Fallback = "CLOUD_API_FALLBACK";

    /// <summary>That API or not at all.</summary>
    public const string Strict = "STRICT";

    private const string FallbackEnd = ",\"product_policy\":\"" + Fallback + "\"}";
    private const string StrictEnd = ",\"product_policy\":\"" + Strict + "\"}";

    /// <summary>Puts the policy at the end of a content that has none.</summary>
    public static string Put(string content, bool isStrict) => string.Concat(content.AsSpan(0, content.Length - 1), isStrict ? StrictEnd : FallbackEnd);

    internal static bool IsOn(JobFacts job) =>
        job.Category == Category.Marketing && (job.Content.EndsWith(FallbackEnd, StringComparison.Ordinal) || job.Content.EndsWith(StrictEnd, StringComparison.Ordinal));
}
