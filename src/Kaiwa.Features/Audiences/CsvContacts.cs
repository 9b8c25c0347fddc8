using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using Kaiwa.Core.Contacts;
using Kaiwa.Core.Web;

namespace Kaiwa.Features.Audiences;

/// <summary>One row of a file: a contact, or what is wrong with it.</summary>
internal sealed record CsvContact(long Line)
{
    public string Phone { get; init; } = "";

    public string? Name { get; init; }

    public string? Language { get; init; }

    /// <summary>What the row itself says; null when it says nothing.</summary>
    public Consent? Consent { get; init; }

    public string? ConsentSource { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    public IReadOnlyList<KeyValuePair<string, string>> Attributes { get; init; } = [];

    public Problem? Problem { get; init; }

    public string Column { get; init; } = "";
}

/// <summary>A file cannot be read on.</summary>
internal sealed class CsvRefusedException(Problem problem) : Exception(problem.Type)
{
    public Problem Problem { get; } = problem;
}

/// <summary>Reads contacts from CSV while it arrives: comma, semicolon or tab, UTF-8, quoted where needed, a header line first. Holds one row at a time.</summary>
internal sealed class CsvContacts(PhoneReader phones)
{
    private const int MostColumns = 60;
    private const int LongestField = 10_000;
    private const int LongestValue = 1000;
    private const int LongestName = 200;
    private const int MostTags = 20;
    private const int LongestTag = 100;

    private static readonly Dictionary<string, string> Known = new(StringComparer.Ordinal)
    {
        ["phone"] = "phone", ["phone_number"] = "phone", ["mobile"] = "phone", ["telephone"] = "phone", ["whatsapp"] = "phone", ["電話番号"] = "phone", ["電話"] = "phone",
        ["name"] = "name", ["full_name"] = "name", ["名前"] = "name", ["氏名"] = "name",
        ["language"] = "language", ["言語"] = "language",
        ["opt_in"] = "opt_in", ["optin"] = "opt_in", ["consent"] = "opt_in", ["同意"] = "opt_in",
        ["opt_in_source"] = "opt_in_source", ["consent_source"] = "opt_in_source",
        ["tags"] = "tags", ["tag"] = "tags", ["タグ"] = "tags",
    };

    public async IAsyncEnumerable<CsvContact> ReadAsync(Stream csv, [EnumeratorCancellation] CancellationToken ct)
    {
        using var text = new StreamReader(csv, new UTF8Encoding(false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: true, bufferSize: 64 * 1024, leaveOpen: true);
        using var parser = new CsvParser(text, Configuration());
        if (!await NextAsync(parser))
        {
            throw new CsvRefusedException(AudienceProblems.CsvEmpty);
        }

        var columns = Columns(parser);
        while (await NextAsync(parser))
        {
            ct.ThrowIfCancellationRequested();
            if (!IsBlank(parser))
            {
                yield return Row(parser, columns);
            }
        }
    }

    private static CsvConfiguration Configuration() => new(CultureInfo.InvariantCulture)
    {
        DetectDelimiter = true,
        DetectDelimiterValues = [",", ";", "\t"],
        BadDataFound = null,
        MaxFieldSize = LongestField,
        IgnoreBlankLines = true,
        TrimOptions = TrimOptions.Trim,
        HasHeaderRecord = false,
    };

    private static async Task<bool> NextAsync(CsvParser parser)
    {
        try
        {
            return await parser.ReadAsync();
        }
        catch (DecoderFallbackException)
        {
            throw new CsvRefusedException(AudienceProblems.CsvNotUtf8);
        }
        catch (MaxFieldSizeException)
        {
            throw new CsvRefusedException(AudienceProblems.CsvBroken(parser.RawRow));
        }
    }

    private static string[] Columns(CsvParser parser)
    {
        var found = Enumerable.Range(0, parser.Count).Select(i => parser[i].Trim('\uFEFF', ' ')).ToArray();
        if (found.Length > MostColumns)
        {
            throw new CsvRefusedException(AudienceProblems.TooManyColumns(MostColumns));
        }

        var columns = found.Select(header => Known.GetValueOrDefault(header.ToLowerInvariant().Replace(' ', '_').Replace('-', '_'), header)).ToArray();
        return columns.Contains("phone", StringComparer.Ordinal) ? columns : throw new CsvRefusedException(AudienceProblems.CsvNoPhoneColumn(string.Join(", ", found.Take(10).Select(Short))));
    }

    private static bool IsBlank(CsvParser parser)
    {
        for (var i = 0; i < parser.Count; i++)
        {
            if (parser[i].Length > 0)
            {
                return false;
            }
        }

        return true;
    }

    private CsvContact Row(CsvParser parser, string[] columns)
    {
        var row = new CsvContact(parser.RawRow);
        List<KeyValuePair<string, string>>? attributes = null;
        for (var i = 0; i < columns.Length && i < parser.Count; i++)
        {
            var value = parser[i];
            if (value.Length == 0)
            {
                continue;
            }

            if (value.Length > LongestValue || (columns[i] == "name" && value.Length > LongestName))
            {
                return row with { Column = columns[i], Problem = AudienceProblems.ValueTooLong(columns[i] == "name" ? LongestName : LongestValue) };
            }

            row = columns[i] switch
            {
                "phone" => phones.Read(value) is { } phone ? row with { Phone = phone } : row with { Column = "phone", Problem = AudienceProblems.PhoneUnreadable(Short(value)) },
                "name" => row with { Name = value },
                "language" => row with { Language = value },
                "opt_in" => YesOrNo(value) is { } consent ? row with { Consent = consent } : row with { Column = "opt_in", Problem = AudienceProblems.OptInUnreadable(Short(value)) },
                "opt_in_source" => row with { ConsentSource = value },
                "tags" => row with { Tags = Tags(value) },
                _ => row,
            };
            if (!Known.ContainsValue(columns[i]) && columns[i].Length > 0)
            {
                (attributes ??= []).Add(new(columns[i], value));
            }

            if (row.Problem is not null)
            {
                return row;
            }
        }

        return row.Phone.Length == 0 ? row with { Column = "phone", Problem = AudienceProblems.PhoneMissing } : row with { Attributes = attributes ?? (IReadOnlyList<KeyValuePair<string, string>>)[] };
    }

    private static Consent? YesOrNo(string value) => value.ToLowerInvariant() switch
    {
        "yes" or "y" or "true" or "t" or "1" or "x" or "in" or "はい" or "同意" or "○" or "si" or "sí" or "sim" or "ya" => Consent.In,
        "no" or "n" or "false" or "f" or "0" or "out" or "いいえ" or "×" or "não" or "tidak" => Consent.Out,
        _ => null,
    };

    private static List<string> Tags(string value) => value.Split([';', '|', ','], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Select(tag => tag.Length > LongestTag ? tag[..LongestTag] : tag).Distinct(StringComparer.Ordinal).Take(MostTags).ToList();

    private static string Short(string value) => value.Length > 40 ? value[..40] + "…" : value;
}
