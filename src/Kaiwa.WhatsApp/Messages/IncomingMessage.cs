using Kaiwa.WhatsApp.Errors;

namespace Kaiwa.WhatsApp.Messages;

/// <summary>What can arrive. Meta owns the set: <see cref="Unknown"/> is its last member, and <see cref="Raw"/> always has everything.</summary>
public abstract partial record IncomingMessage
{
    private protected IncomingMessage()
    {
    }

    /// <summary>The message's id; empty when absent.</summary>
    public string Id { get; init; } = "";

    /// <summary>The writer's telephone number as digits; absent when the customer hides it. In an echo: the business.</summary>
    public string? From { get; init; }

    /// <summary>The writer's business-scoped user id.</summary>
    public string? FromUserId { get; init; }

    /// <summary>The writer's parent user id.</summary>
    public string? FromParentUserId { get; init; }

    /// <summary>Echoes only: the customer's telephone number.</summary>
    public string? To { get; init; }

    /// <summary>Echoes only: the customer's business-scoped user id.</summary>
    public string? ToUserId { get; init; }

    /// <summary>The group it was written in; null for ordinary conversations.</summary>
    public string? GroupId { get; init; }

    /// <summary>When it was written, in Unix milliseconds (Meta's clock has seconds); 0 when unreadable.</summary>
    public long TimestampMs { get; init; }

    /// <summary>The type as Meta wrote it; empty when absent.</summary>
    public string Type { get; init; } = "";

    /// <summary>What it refers to.</summary>
    public MessageContext? Context { get; init; }

    /// <summary>The ad or post that it came from.</summary>
    public Referral? Referral { get; init; }

    /// <summary>What went wrong with it, such as a file that could not be fetched.</summary>
    public IReadOnlyList<GraphErrorInfo> Errors { get; init; } = [];

    /// <summary>The message's JSON.</summary>
    public ReadOnlyMemory<byte> Raw { get; init; }

    /// <summary>What it is, for a list.</summary>
    public abstract MessageKind Kind { get; }

    /// <summary>One line of its own words, for a list; empty when it has none. The kind is not repeated in it.</summary>
    public string Preview => OneLine(Words);

    private protected abstract string? Words { get; }

    private static string OneLine(string? text)
    {
        const int LongestPreview = 160;
        if (string.IsNullOrWhiteSpace(text))
        {
            return "";
        }

        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (line.Length <= LongestPreview)
        {
            return line;
        }

        var end = char.IsHighSurrogate(line[LongestPreview - 2]) ? LongestPreview - 2 : LongestPreview - 1;
        return string.Concat(line.AsSpan(0, end), "…");
    }
}
