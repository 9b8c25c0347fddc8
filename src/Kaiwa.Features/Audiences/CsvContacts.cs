using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
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

    private static readonly Dictionary<string, string> Known = Spellings(
        ("phone", "phone phone_number mobile telephone whatsapp 電話番号 電話"),
        ("name", "name full_name 名前 氏名"),
        ("language", "language 言語"),
        ("opt_in", "opt_in optin consent 同意"),
        ("opt_in_source", "opt_in_source consent_source"),
        ("tags", "tags tag タグ"));

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

    private static Dictionary<string, string> Spellings(params (string Column, string Words)[] columns) =>
        columns.SelectMany(column => column.Words.Split(' ').Select(word => (word, column.Column))).ToDictionary(pair => pair.word, pair => pair.Column, StringComparer.Ordinal);

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

    private static Column[] Columns(CsvParser parser)
    {
        var found = Enumerable.Range(0, parser.Count).Select(i => parser[i].Trim('\uFEFF', ' ')).ToArray();
        if (found.Length > MostColumns)
        {
            throw new CsvRefusedException(AudienceProblems.TooManyColumns(MostColumns));
        }

        var columns = found.Select(header => Known.TryGetValue(header.ToLowerInvariant().Replace(' ', '_').Replace('-', '_'), out var known) ? new Column(known, true) : new Column(header, false)).ToArray();
        return columns.Contains(new Column("phone", true)) ? columns : throw new CsvRefusedException(AudienceProblems.CsvNoPhoneColumn(string.Join(", ", found.Take(10).Select(Short))));
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

    private CsvContact Row(CsvParser parser, Column[] columns)
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

            var (name, isKnown) = columns[i];
            var longest = isKnown && name == "name" ? LongestName : LongestValue;
            if (value.Length > longest)
            {
                return row with { Column = name, Problem = AudienceProblems.ValueTooLong(longest) };
            }

            if (isKnown)
            {
                row = Take(row, name, value);
            }
            else if (name.Length > 0)
            {
                (attributes ??= []).Add(new(name, value));
            }

            if (row.Problem is not null)
            {
                return row;
            }
        }

        return row.Phone.Length == 0 ? row with { Column = "phone", Problem = AudienceProblems.PhoneMissing } : row with { Attributes = attributes ?? (IReadOnlyList<KeyValuePair<string, string>>)[] };
    }

    private CsvContact Take(CsvContact row, string column, string value) => column switch
    {
        "phone" => phones.Read(value) is { } phone ? row with { Phone = phone } : row with { Column = column, Problem = AudienceProblems.PhoneUnreadable(Short(value)) },
        "name" => row with { Name = value },
        "language" => row with { Language = value },
        "opt_in" => YesOrNo(value) is { } consent ? row with { Consent = consent } : row with { Column = column, Problem = AudienceProblems.OptInUnreadable(Short(value)) },
        "opt_in_source" => row with { ConsentSource = value },
        _ => row with { Tags = Tags(value) },
    };

    private static Consent? YesOrNo(string value) => value.ToLowerInvariant() switch
    {
        "yes" or "y" or "true" or "t" or "1" or "x" or "in" or "はい" or "同意" or "○" or "si" or "sí" or "sim" or "ya" => Consent.In,
        "no" or "n" or "false" or "f" or "0" or "out" or "いいえ" or "×" or "não" or "tidak" => Consent.Out,
        _ => null,
    };

    private static List<string> Tags(string value) => value.Split([';', '|', ','], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Select(tag => tag.Length > LongestTag ? tag[..LongestTag] : tag).Distinct(StringComparer.Ordinal).Take(MostTags).ToList();

    private static string Short(string value) => value.Length > 40 ? value[..40] + "…" : value;

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Column(string Name, bool IsKnown);
}
