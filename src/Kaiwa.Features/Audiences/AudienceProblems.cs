using System.Globalization;
using Kaiwa.Core.Web;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Features.Audiences;

/// <summary>What is wrong with a file, a row or a change of consent, in words.</summary>
internal static class AudienceProblems
{
    public static readonly Problem ContactUnknown = new("contact-unknown", StatusCodes.Status404NotFound);
    public static readonly Problem SourceMissing = new("consent-source-missing", StatusCodes.Status400BadRequest);
    public static readonly Problem CsvEmpty = new("csv-empty", StatusCodes.Status400BadRequest);
    public static readonly Problem CsvNotUtf8 = new("csv-not-utf8", StatusCodes.Status400BadRequest);
    public static readonly Problem CsvTooLarge = new("csv-too-large", StatusCodes.Status413PayloadTooLarge, "500");
    public static readonly Problem CountryUnknown = new("country-unknown", StatusCodes.Status400BadRequest);
    public static readonly Problem PhoneMissing = new("phone-missing", StatusCodes.Status400BadRequest);

    public static Problem CsvNoPhoneColumn(string found) => new("csv-no-phone-column", StatusCodes.Status400BadRequest, found);

    public static Problem CsvBroken(long line) => new("csv-broken", StatusCodes.Status400BadRequest, line.ToString(CultureInfo.InvariantCulture));

    public static Problem TooManyColumns(int most) => new("csv-too-many-columns", StatusCodes.Status400BadRequest, most.ToString(CultureInfo.InvariantCulture));

    public static Problem PhoneUnreadable(string text) => new("phone-unreadable", StatusCodes.Status400BadRequest, text);

    public static Problem OptInUnreadable(string text) => new("opt-in-unreadable", StatusCodes.Status400BadRequest, text);

    public static Problem ValueTooLong(int most) => new("value-too-long", StatusCodes.Status400BadRequest, most.ToString(CultureInfo.InvariantCulture));

    public static void Register()
    {
        ProblemTexts.Add("contact-unknown", "Contact unknown", "This contact does not exist here; it may have been joined to another. Search for it by its number.", "この連絡先は存在しません。別の連絡先に統合された可能性があります。番号で検索してください。");
        ProblemTexts.Add("consent-source-missing", "Source missing", "A consent needs its source, up to 500 characters: where and how the customer said so. Write it down.", "同意には出所（どこでどのように同意したか、500文字以内）が必要です。入力してください。");
        ProblemTexts.Add("csv-empty", "File empty", "The file has no header line. Its first line must name the columns; one of them must be “phone”.", "ファイルに見出し行がありません。1行目に列名を書き、そのうち1つを「phone」にしてください。");
        ProblemTexts.Add("csv-not-utf8", "File not in UTF-8", "The file is not written in UTF-8, so names would be garbled. Save it as “CSV UTF-8” and import it again. Rows before the unreadable place are in.", "ファイルがUTF-8ではないため、名前が文字化けします。「CSV UTF-8」で保存して再度取り込んでください。読めない箇所より前の行は取り込み済みです。");
        ProblemTexts.Add("csv-too-large", "File too large", "The file is larger than {0} MB. Split it; the rows that were read before the limit are in, and importing them twice does no harm.", "ファイルが{0}MBを超えています。分割してください。上限までの行は取り込み済みで、二重に取り込んでも問題ありません。");
        ProblemTexts.Add("country-unknown", "Country unknown", "This country is not known. Give its two-letter code, such as JP or ID.", "不明な国です。JPやIDのような2文字の国コードを指定してください。");
        ProblemTexts.Add("phone-missing", "Phone missing", "The phone number is missing. Fill it in, or remove the row.", "電話番号がありません。入力するか、行を削除してください。");
        ProblemTexts.Add("csv-no-phone-column", "No phone column", "No column is called “phone”; the first line has: {0}. Rename the column with the numbers to “phone”.", "「phone」という列がありません。1行目：{0}。番号の列の名前を「phone」に変えてください。");
        ProblemTexts.Add("csv-broken", "File broken", "Line {0} cannot be read: a quotation mark is probably not closed. Mend it and import the file again; the rows before it are in.", "{0}行目を読めません。引用符が閉じられていない可能性があります。修正して再度取り込んでください。それより前の行は取り込み済みです。");
        ProblemTexts.Add("csv-too-many-columns", "Too many columns", "The file has more than {0} columns. Remove those that no message needs.", "列が{0}を超えています。メッセージに不要な列を削除してください。");
        ProblemTexts.Add("phone-unreadable", "Phone not readable", "“{0}” is not a phone number. Write it with its country code, such as +81 90 1234 5678.", "「{0}」は電話番号ではありません。+81 90 1234 5678 のように国番号付きで書いてください。");
        ProblemTexts.Add("opt-in-unreadable", "Consent not readable", "“{0}” in the column opt_in says neither yes nor no. Write yes, no, or nothing.", "opt_in列の「{0}」は「はい」でも「いいえ」でもありません。yesまたはnoと書くか、空にしてください。");
        ProblemTexts.Add("value-too-long", "Value too long", "The value is longer than {0} characters. Shorten it.", "値が{0}文字を超えています。短くしてください。");
    }
}
