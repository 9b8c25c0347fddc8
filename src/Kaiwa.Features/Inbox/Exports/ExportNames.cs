using System.Globalization;
using System.Text;

namespace Kaiwa.Features.Inbox.Exports;

/// <summary>Names of files made from names that strangers chose: nothing of a path, of a terminal or of the direction of writing is left in them.</summary>
internal static class ExportNames
{
    private const int LongestStem = 45;

    // What opens as a page, a script or a program: its own ending, and .txt after it, so that a double click shows it and runs nothing.
    private static readonly HashSet<string> Running = new(StringComparer.OrdinalIgnoreCase)
    {
        ".html", ".htm", ".xhtml", ".xht", ".shtml", ".mht", ".mhtml", ".svg", ".svgz", ".xml", ".xsl", ".xslt", ".hta", ".js", ".mjs", ".jse", ".vbs", ".vbe", ".wsf", ".wsh", ".lnk", ".url",
        ".bat", ".cmd", ".ps1", ".sh", ".command", ".desktop", ".exe", ".scr", ".pif", ".com", ".msi", ".jar", ".app", ".reg",
    };

    /// <summary>A name in one line, without what turns the direction of what follows.</summary>
    public static string OneLine(string name)
    {
        var line = new StringBuilder();
        foreach (var rune in name.EnumerateRunes())
        {
            if (!Rune.IsControl(rune) && !IsTurning(rune.Value))
            {
                line.Append(rune);
            }
        }

        return line.ToString().Trim() is { Length: > 0 } words ? words : "WhatsApp";
    }

    public static string Customer(string name) => Plain(name, '-').Trim('-') is { Length: > 0 } plain ? plain : "customer";

    /// <summary>Where a message's file lies in the archive: always the same, and never that of another message.</summary>
    public static string Media(ExportJob job, ThreadMessage message)
    {
        var (_, seq) = Cursor.ReadSeq(message.Position);
        var start = string.Create(CultureInfo.InvariantCulture, $"media/{job.Local(message.At):yyyyMMdd-HHmmss}-{seq}");
        var media = message.Media!;
        if (media.FileName is not { Length: > 0 } given)
        {
            return start + EndingOf(media.Mime);
        }

        // The last part alone, whichever way its writer's system writes paths.
        var name = given[(given.LastIndexOfAny(['/', '\\']) + 1)..];
        var dot = name.LastIndexOf('.');
        var ending = dot < 0 ? "" : "." + Plain(name[(dot + 1)..], '_').Trim('_', '.');
        var stem = Plain(dot < 0 ? name : name[..dot], '_').Trim('_', '.');
        ending = ending is "." or "" || ending.Length > 12 ? EndingOf(media.Mime) : ending;
        return start + (stem.Length > 0 ? "-" + stem : "") + ending + (Running.Contains(ending) ? ".txt" : "");
    }

    private static string Plain(string name, char instead)
    {
        var plain = new StringBuilder();
        foreach (var rune in name.EnumerateRunes().Where(rune => !IsTurning(rune.Value)).Take(LongestStem))
        {
            if (Rune.GetUnicodeCategory(rune) is <= UnicodeCategory.OtherNumber || rune.Value == '-' || (rune.Value is '_' or '.' && instead == '_'))
            {
                plain.Append(rune);
            }
            else if (plain.Length > 0 && plain[^1] != instead)
            {
                plain.Append(instead);
            }
        }

        return plain.ToString();
    }

    private static bool IsTurning(int rune) => rune is 0x61C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or 0x2028 or 0x2029;

    private static string EndingOf(string mime) => mime.Split(';')[0].Trim().ToLowerInvariant() switch
    {
        "image/jpeg" => ".jpg",
        "image/png" => ".png",
        "image/webp" => ".webp",
        "image/gif" => ".gif",
        "video/mp4" => ".mp4",
        "video/3gpp" => ".3gp",
        "audio/ogg" => ".ogg",
        "audio/mpeg" => ".mp3",
        "audio/mp4" => ".m4a",
        "audio/aac" => ".aac",
        "audio/amr" => ".amr",
        "application/pdf" => ".pdf",
        "text/plain" => ".txt",
        _ => ".bin",
    };
}
