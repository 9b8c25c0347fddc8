using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Kaiwa.Core.Messages;

namespace Kaiwa.Features.Inbox.Exports;

/// <summary>A chat as one page that needs nothing besides itself, on paper, on a phone, by day and by night. Whatever somebody wrote is text in it and never markup.</summary>
internal static class ExportHtml
{
    private const string Style = """
        :root{color-scheme:light dark;--page:#f3f5f5;--card:#fff;--out:#dff3ec;--note:#fff4d6;--ink:#17211f;--soft:#566360;--line:#d9dfdd;--accent:#0b6e5f;--bad:#a8261c}
        @media(prefers-color-scheme:dark){:root{--page:#101615;--card:#1b2322;--out:#12392f;--note:#3a3114;--ink:#e8eeec;--soft:#9fb0ab;--line:#2c3735;--accent:#5cc9b3;--bad:#ff9d93}}
        *{box-sizing:border-box}body{margin:0;background:var(--page);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI","Hiragino Sans","Noto Sans CJK JP",sans-serif}
        header,main{max-width:760px;margin:0 auto;padding:0 16px}header{padding-top:32px;padding-bottom:16px;border-bottom:1px solid var(--line)}
        h1{font-size:22px;line-height:1.3;margin:0 0 12px;overflow-wrap:anywhere}dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 16px;margin:0;font-size:13px}dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
        header p{margin:8px 0 0;font-size:13px;color:var(--soft)}main{padding-bottom:48px}h2{font-size:13px;font-weight:600;color:var(--soft);text-align:center;margin:24px 0 8px}
        .m{width:fit-content;max-width:82%;margin:6px 0;padding:8px 12px;border-radius:12px;background:var(--card);border:1px solid var(--line);break-inside:avoid}
        .out{margin-left:auto;background:var(--out)}.note{margin-left:auto;background:var(--note);border-style:dashed}.event{text-align:center;font-size:13px;color:var(--soft);margin:8px 0}
        .who{font-size:13px;font-weight:600;color:var(--accent)}.kind{font-size:13px;color:var(--soft)}.m p{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}.m ul{margin:4px 0 0;padding-left:18px;font-size:14px;overflow-wrap:anywhere}
        .q{border-left:3px solid var(--accent);padding-left:8px;color:var(--soft);font-size:14px}.foot{font-size:12px;color:var(--soft);text-align:right;margin-top:2px}.foot .bad{color:var(--bad);font-weight:600}
        img,video{display:block;max-width:100%;max-height:420px;border-radius:8px;margin:4px 0}audio{max-width:100%}a{color:var(--accent);overflow-wrap:anywhere}
        @media print{:root{--page:#fff;--card:#fff;--out:#f0f7f4;--note:#fffbea;--ink:#000;--soft:#444;--line:#bbb;--accent:#064d42;--bad:#8a1108}body{font-size:11pt}header,main{max-width:none}audio{display:none}}
        """;

    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    // The one style is known by its hash; scripts, forms, frames and everything from elsewhere stay out whatever is in the text.
    private static readonly string Policy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; img-src 'self' file:; media-src 'self' file:; base-uri 'none'; form-action 'none'";

    /// <param name="job">What.</param>
    /// <param name="reading">Where it is read.</param>
    /// <param name="fileOf">Where the file of a message lies beside this one; null where it is not there.</param>
    /// <param name="stream">Where it goes.</param>
    /// <param name="ct">Ends it.</param>
    public static async Task WriteAsync(ExportJob job, ReadExport reading, Func<ThreadMessage, string?> fileOf, Stream stream, CancellationToken ct)
    {
        await using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 16_384, leaveOpen: true);
        await writer.WriteAsync(Head(job));
        string? day = null;
        await foreach (var item in reading.Items(job, ct))
        {
            var its = job.Local(item.At).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            if (its != day)
            {
                day = its;
                await writer.WriteAsync($"<h2>{its}</h2>\n");
            }

            await writer.WriteAsync(Entry(job, item, fileOf));
        }

        await writer.WriteAsync((day is null ? $"<p class=\"event\">{Text(job.Say("nothing"))}</p>\n" : "") + "</main>\n</body>\n</html>\n");
    }

    private static string Head(ExportJob job) => $"""
        <!doctype html>
        <html lang="{(job.Wish.Language == "ja" ? "ja" : "en")}">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="{Policy}">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="referrer" content="no-referrer">
        <title>{Text(job.Say("title", job.Customer))}</title>
        <style>{Style}</style>
        </head>
        <body>
        <header>
        <h1 dir="auto">{Text(job.Say("title", job.Customer))}</h1>
        <dl>
        <dt>{Text(job.Say("customer"))}</dt><dd><bdi>{Text(job.Customer)}</bdi>{(job.Conversation.Phone is { } phone ? " · +" + Text(phone) : "")}</dd>
        <dt>{Text(job.Say("shop"))}</dt><dd>{Text(job.Shop)}</dd>
        <dt>{Text(job.Say("number"))}</dt><dd>{Text(job.Conversation.Display)}</dd>
        <dt>{Text(job.Say("period"))}</dt><dd>{Text(job.Period)}</dd>
        <dt>{Text(job.Say("exported"))}</dt><dd>{job.Minute(job.At)}</dd>
        </dl>
        <p>{Text(job.Say("zone", job.Zone.Id))}</p>
        </header>
        <main>

        """.ReplaceLineEndings("\n");

    private static string Entry(ExportJob job, ExportItem item, Func<ThreadMessage, string?> fileOf)
    {
        var said = ExportSaid.Of(job, item);
        var time = $"<time datetime=\"{item.At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)}\">{job.Local(item.At).ToString("HH:mm", CultureInfo.InvariantCulture)}</time>";
        if (said.Who is not { } who)
        {
            return $"<p class=\"event\"><bdi>{Text(said.Words)}</bdi> · {time}</p>\n";
        }

        var html = new StringBuilder();
        html.Append(CultureInfo.InvariantCulture, $"<div class=\"m {(item.Note is not null ? "note" : item.Message!.Direction == Direction.Outgoing ? "out" : "in")}\"><div class=\"who\"><bdi>{Text(who)}</bdi></div>");
        if (said.Kind is { } kind)
        {
            html.Append(CultureInfo.InvariantCulture, $"<div class=\"kind\">{Text(kind)}</div>");
        }

        html.Append(item.Message is { Media: not null } message ? File(job, message, fileOf) : "");
        html.Append(said.Words.Length > 0 ? $"<p dir=\"auto\">{Text(said.Words)}</p>" : "");
        if (said.Details.Count > 0)
        {
            html.Append(CultureInfo.InvariantCulture, $"<ul>{string.Concat(said.Details.Select(line => $"<li><bdi>{Text(line)}</bdi></li>"))}</ul>");
        }

        var isBad = item.Message is { State: MessageState.Failed or MessageState.Expired or MessageState.Cancelled } or { Job: JobState.Held };
        html.Append(CultureInfo.InvariantCulture, $"<div class=\"foot\">{string.Concat(said.Marks.Select((mark, i) => $"<span{(isBad && i == said.Marks.Count - 1 ? " class=\"bad\"" : "")}>{Text(mark)}</span> · "))}{time}</div></div>\n");
        return html.ToString();
    }

    private static string File(ExportJob job, ThreadMessage message, Func<ThreadMessage, string?> fileOf)
    {
        var file = ExportFile.Of(job, message, fileOf);
        if (file.Path is not { } path)
        {
            return $"<div class=\"kind\"><bdi>{Text(file.Words)}</bdi></div>";
        }

        var link = Text(string.Join('/', path.Split('/').Select(Uri.EscapeDataString)));
        var name = Text(message.Media!.FileName is { Length: > 0 } given ? ExportNames.OneLine(given) : path["media/".Length..]);
        return message.Kind switch
        {
            "image" or "sticker" => $"<a href=\"{link}\"><img src=\"{link}\" alt=\"{name}\" loading=\"lazy\"></a>",
            "video" => $"<video src=\"{link}\" controls preload=\"none\"></video>",
            "audio" => $"<audio src=\"{link}\" controls preload=\"none\"></audio>",
            _ => "",
        } + (message.Kind is "image" or "sticker" ? "" : $"<div><a href=\"{link}\" rel=\"noopener\" download><bdi>{name}</bdi></a></div>");
    }

    private static string Text(string words) => Encoder.Encode(words);
}
