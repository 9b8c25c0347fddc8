using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kaiwa.Features.Gateway.OnPremisesApi;

/// <summary>Headers that a program wants with every callback, so that it knows the caller.</summary>
internal static class CallbackHeaders
{
    private const int Most = 20;
    private const int LongestName = 100;
    private const int LongestValue = 4000;

    private static readonly FrozenSet<string> Ours = new[] { "Connection", "Date", "Expect", "Host", "Keep-Alive", "Proxy-Authorization", "TE", "Trailer", "Transfer-Encoding", "Upgrade" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static bool AreFine(JsonObject headers) => headers.Count <= Most && headers.DistinctBy(header => header.Key, StringComparer.OrdinalIgnoreCase).Count() == headers.Count && headers.All(header =>
        header.Key.Length is > 0 and <= LongestName && header.Key.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_')
        && !Ours.Contains(header.Key) && !header.Key.StartsWith("Content-", StringComparison.OrdinalIgnoreCase)
        && header.Value?.GetValueKind() == JsonValueKind.String && header.Value.GetValue<string>() is { Length: <= LongestValue } value && value.All(letter => letter is >= ' ' and <= '~'));
}
