using System.Globalization;
using Microsoft.Extensions.Localization;
using PhoneNumbers;

namespace Kaiwa.Console.Shell;

/// <summary>Everything the console says: texts, times and numbers in the language and time zone of the reader.</summary>
public sealed class Say(IStringLocalizer<Words> words, TimeProvider time)
{
    private TimeZoneInfo zone = TimeZoneInfo.Utc;

    public string this[string key] => words[key].Value;

    public string this[string key, params object[] arguments] => string.Format(CultureInfo.CurrentCulture, words[key].Value, arguments);

    public string Language => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "ja" ? "ja" : "en";

    public string ZoneId => zone.Id;

    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>The zone the browser told; one nobody knows leaves UTC.</summary>
    public void UseZone(string? id)
    {
        if (id is { Length: > 0 } && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var found))
        {
            zone = found;
        }
    }

    /// <summary>Where a consent came from, as it is kept: <c>import:file: words</c> is put into a sentence, anything else was written by a person.</summary>
    public string Source(string kept) => kept.Split(':', 3) switch
    {
        ["import", var file, var how] => how.Trim() == "opt_in" ? this["source.import", file] : this["source.import.how", how.Trim(), file],
        ["word", var word] => this["source.word", word.Trim()],
        _ => kept,
    };

    /// <summary>The text if there is one for the key, else the fallback: for words that Meta owns and may add to.</summary>
    public string Or(string key, string fallback) => words[key] is { ResourceNotFound: false } found ? found.Value : fallback;

    public DateTimeOffset Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, zone);

    /// <summary>A wall-clock time as the reader typed it.</summary>
    public DateTimeOffset FromLocal(DateTime typed) => new(typed, zone.GetUtcOffset(typed));

    public string Time(DateTimeOffset at) => Local(at).ToString("HH:mm", CultureInfo.InvariantCulture);

    public string DateTime(DateTimeOffset at) => $"{Date(at)} {Time(at)}";

    public string Date(DateTimeOffset at)
    {
        var local = Local(at);
        var sameYear = local.Year == Local(Now).Year;
        return Language == "ja"
            ? local.ToString(sameYear ? "M月d日" : "yyyy年M月d日", CultureInfo.InvariantCulture)
            : local.ToString(sameYear ? "d MMM" : "d MMM yyyy", CultureInfo.InvariantCulture);
    }

    /// <summary>Today, yesterday, else the date: the line between two days of a thread.</summary>
    public string Day(DateTimeOffset at)
    {
        var days = (Local(Now).Date - Local(at).Date).Days;
        return days switch
        {
            0 => this["time.today"],
            1 => this["time.yesterday"],
            > 1 and < 7 => this["time.weekday." + (int)Local(at).DayOfWeek],
            _ => Date(at),
        };
    }

    /// <summary>A moment to come, as short as a list needs it: the time today, the weekday within a week, else the date.</summary>
    public string Until(DateTimeOffset at) => (Local(at).Date - Local(Now).Date).Days switch
    {
        0 => Time(at),
        > 0 and < 7 => $"{this["time.weekday." + (int)Local(at).DayOfWeek]} {Time(at)}",
        _ => DateTime(at),
    };

    /// <summary>How long ago, as short as a list needs it.</summary>
    public string Ago(DateTimeOffset at)
    {
        var ago = Now - at;
        if (ago < TimeSpan.FromMinutes(1))
        {
            return this["time.now"];
        }

        if (ago < TimeSpan.FromHours(1))
        {
            return this["time.minutes", (int)ago.TotalMinutes];
        }

        var days = (Local(Now).Date - Local(at).Date).Days;
        return days == 0 ? Time(at) : Day(at);
    }

    /// <summary>A length of time in its two largest units.</summary>
    public string Span(TimeSpan span)
    {
        if (span < TimeSpan.FromMinutes(1))
        {
            return this["time.seconds", Math.Max(1, (int)span.TotalSeconds)];
        }

        if (span < TimeSpan.FromHours(1))
        {
            return this["time.minutes", (int)span.TotalMinutes];
        }

        return span < TimeSpan.FromDays(2)
            ? this["time.hours", (int)span.TotalHours, span.Minutes]
            : this["time.days", (int)span.TotalDays];
    }

    /// <summary>A phone number in groups, as people write it.</summary>
    public string Phone(string? number)
    {
        if (number is not { Length: > 0 })
        {
            return "–";
        }

        try
        {
            var phones = PhoneNumberUtil.GetInstance();
            return phones.Format(phones.Parse("+" + number.TrimStart('+'), null), PhoneNumberFormat.INTERNATIONAL);
        }
        catch (NumberParseException)
        {
            return number;
        }
    }

    /// <summary>As exact as it matters: tens of metres near by, whole kilometres far away.</summary>
    public string Distance(double metres) => metres switch
    {
        < 1_000 => this["distance.metres", Count((long)Math.Round(metres / 10) * 10)],
        < 10_000 => this["distance.kilometres", (metres / 1_000).ToString("0.0", CultureInfo.InvariantCulture)],
        _ => this["distance.kilometres", Count((long)Math.Round(metres / 1_000))],
    };

    public string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>One and many: <c>key.one</c> or <c>key.many</c>, the count as the first argument.</summary>
    public string Many(string key, long count) => this[count == 1 ? key + ".one" : key + ".many", Count(count)];

    public string Percent(long part, long whole) =>
        whole == 0 ? "–" : (100.0 * part / whole).ToString(part == whole || part == 0 ? "0" : "0.0", CultureInfo.InvariantCulture) + " %";
}
