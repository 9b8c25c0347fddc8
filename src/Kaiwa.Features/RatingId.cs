using System.Globalization;
using System.Text;
using System.Text.Json;
using Kaiwa.WhatsApp.Messages;

namespace Kaiwa.Features;

/// <summary>The id of a row or button with which a customer answers how the service was. Such an answer asks nobody for anything.</summary>
internal static class RatingId
{
    /// <summary>Whether a message <c>u</c> is such an answer, in SQL.</summary>
    public const string OfU = $"(u.kind IN ('interactive', 'button') AND u.content LIKE '%\"{Prefix}%')";

    /// <summary>The same of a message <c>w</c>.</summary>
    public const string OfW = $"(w.kind IN ('interactive', 'button') AND w.content LIKE '%\"{Prefix}%')";

    private const string Prefix = "kaiwa.rating:";
    private static readonly byte[] Begin = Encoding.ASCII.GetBytes('"' + Prefix);

    public static string Write(Guid request, int score) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{request:N}:{score}");

    /// <summary>What a customer's message answers; null for any other message.</summary>
    public static (Guid Request, int Score)? Read(ReadOnlyMemory<byte> raw)
    {
        if (raw.Span.IndexOf(Begin) < 0)
        {
            return null;
        }

        // A part of a delivery is the message alone, or stands beside its sender's profile.
        using var part = JsonDocument.Parse(raw);
        var message = part.RootElement.TryGetProperty("messages", out var messages) ? messages[0] : part.RootElement;
        var id = MessageWords.Incoming(message.GetRawText()) switch
        {
            IncomingMessage.ListReply list => list.RowId,
            IncomingMessage.Button button => button.Payload,
            _ => null,
        };
        return id?.StartsWith(Prefix, StringComparison.Ordinal) == true && id[Prefix.Length..].Split(':') is [var request, [>= '1' and <= '5'] score] && Guid.TryParseExact(request, "N", out var guid) ? (guid, score[0] - '0') : null;
    }
}
