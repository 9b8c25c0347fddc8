using System.Collections.Frozen;

namespace Kaiwa.WhatsApp.Errors;

/// <summary>Every documented error code with its verdict: the one place where Meta's codes become decisions.</summary>
public static partial class ErrorCatalogue
{
    private static readonly ErrorEntry[] Entries =
        [.. GraphApi(), .. Sending(), .. Delivery(), .. Groups(), .. Templates(), .. TemplateEditing(), .. Numbers(), .. Calling(), .. Features()];

    private static readonly FrozenDictionary<int, ErrorEntry> ByCode = Entries.ToFrozenDictionary(entry => entry.Code);

    /// <summary>Every entry, by code.</summary>
    public static IReadOnlyList<ErrorEntry> All { get; } = [.. Entries.OrderBy(entry => entry.Code)];

    /// <summary>What a sender does after this error. <paramref name="httpStatus"/> only helps with codes that are not in the catalogue.</summary>
    public static SendVerdict Judge(int code, int httpStatus = 0)
    {
        if (Known(code) is { } entry)
        {
            return entry.Verdict;
        }

        return httpStatus switch
        {
            429 => Later(TimeSpan.FromMinutes(1)),
            408 or >= 500 => Retry(5),
            401 or 403 => Hold,
            _ => GiveUp,
        };
    }

    /// <summary>What a sender does after this error; Meta's own word that it is transient decides about codes that are not in the catalogue.</summary>
    public static SendVerdict Judge(GraphError error) =>
        error.IsTransient && Known(error.Code) is null ? Retry(5) : Judge(error.Code, error.HttpStatus);

    /// <summary>The entry of a code; a general one for codes that are not in the catalogue.</summary>
    public static ErrorEntry Find(int code) => Known(code) ?? E(
        code, 0, "Unknown error", GiveUp, Fault.Meta,
        "WhatsApp refused this with a code that this version does not know. The reason is in Meta's own details below. Read them; if they do not help, look the code up on Meta's page about errors.",
        "WhatsAppから、このバージョンが知らないエラーコードが返されました。理由は下のMetaの説明にあります。それで分からない場合は、Metaのエラー一覧でコードを調べてください。");

    // Two ranges are documented as ranges: permissions, and the reasons inside health_status.
    private static ErrorEntry? Known(int code)
    {
        if (ByCode.TryGetValue(code, out var entry))
        {
            return entry;
        }

        return code switch
        {
            > 200 and <= 299 => ByCode[200] with { Code = code },
            > 141000 and <= 141999 => ByCode[141000] with { Code = code },
            _ => null,
        };
    }

    private static SendVerdict Hold => new(VerdictKind.Hold, TimeSpan.Zero);

    private static SendVerdict GiveUp => new(VerdictKind.GiveUp, TimeSpan.Zero);

    private static SendVerdict Retry(int seconds) => new(VerdictKind.Retry, TimeSpan.FromSeconds(seconds));

    private static SendVerdict Later(TimeSpan wait) => new(VerdictKind.Later, wait);

    private static TimeSpan Minutes(int minutes) => TimeSpan.FromMinutes(minutes);

    private static TimeSpan Hours(int hours) => TimeSpan.FromHours(hours);

    private static ErrorEntry E(int code, int httpStatus, string title, SendVerdict verdict, Fault fault, string sentence, string sentenceJa) =>
        new(code, httpStatus, title, verdict, fault, sentence, sentenceJa);
}
