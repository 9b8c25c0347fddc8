using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Kaiwa.Console.Shell;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Localization;

namespace Kaiwa.Console.Installed;

/// <summary>What makes a browser offer to install the console: manifest, service worker, and the page that is shown without a connection. They lie at the root, where a worker may answer for every page.</summary>
internal static class InstalledEndpoints
{
    private static readonly string[] Kinds =
    [
        "image", "video", "audio", "document", "sticker", "location", "contacts", "interactive", "button", "order", "system", "unsupported", "unknown",
    ];

    public static void MapInstalledFiles(this IEndpointRouteBuilder app)
    {
        app.MapGet("/manifest.webmanifest", () => TypedResults.Text(Manifest, "application/manifest+json")).AllowAnonymous().ExcludeFromDescription();
        app.MapGet("/sw.js", Worker).AllowAnonymous().ExcludeFromDescription();
        app.MapGet("/offline.html", Offline).AllowAnonymous().ExcludeFromDescription();
    }

    private static string Manifest { get; } = JsonSerializer.Serialize(
        new
        {
            name = "Kaiwa",
            short_name = "Kaiwa",
            id = "/inbox",
            start_url = "/inbox",
            scope = "/",
            display = "standalone",
            background_color = "#f4f6f5",
            theme_color = "#0d6b5e",
            icons = new[]
            {
                new { src = "/_content/Kaiwa.Console/icon-192.png", sizes = "192x192", type = "image/png", purpose = "any" },
                new { src = "/_content/Kaiwa.Console/icon-512.png", sizes = "512x512", type = "image/png", purpose = "any" },
                new { src = "/_content/Kaiwa.Console/icon-maskable-512.png", sizes = "512x512", type = "image/png", purpose = "maskable" },
            },
        });

    private static ContentHttpResult Worker(HttpContext http, IStringLocalizer<Words> words)
    {
        http.Response.Headers.CacheControl = "no-cache";
        var said = InLanguage(http, () => Kinds.Concat(["try", "mention"]).ToDictionary(kind => kind, kind => words[kind switch { "try" => "alerts.tried", "mention" => "alerts.mention", _ => "kind." + kind }].Value, StringComparer.Ordinal));
        return TypedResults.Text(Read("sw.js").Replace("const words = {};", $"const words = {JsonSerializer.Serialize(said)};", StringComparison.Ordinal), "text/javascript");
    }

    private static ContentHttpResult Offline(HttpContext http, IStringLocalizer<Words> words) => TypedResults.Text(
        InLanguage(http, () => Read("offline.html")
            .Replace("{{language}}", CultureInfo.CurrentUICulture.TwoLetterISOLanguageName, StringComparison.Ordinal)
            .Replace("{{title}}", HtmlEncoder.Default.Encode(words["offline.title"].Value), StringComparison.Ordinal)
            .Replace("{{text}}", HtmlEncoder.Default.Encode(words["offline.text"].Value), StringComparison.Ordinal)
            .Replace("{{again}}", HtmlEncoder.Default.Encode(words["error.again"].Value), StringComparison.Ordinal)),
        "text/html");

    // The worker's address carries the language, so that another language is another worker.
    private static T InLanguage<T>(HttpContext http, Func<T> make)
    {
        var before = CultureInfo.CurrentUICulture;
        try
        {
            if (http.Request.Query["language"].ToString() is var wanted && ReaderLanguage.Languages.Contains(wanted))
            {
                CultureInfo.CurrentUICulture = new CultureInfo(wanted);
            }

            return make();
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    private static string Read(string name)
    {
        using var reader = new StreamReader(typeof(InstalledEndpoints).Assembly.GetManifestResourceStream("Kaiwa.Console.Installed." + name)!);
        return reader.ReadToEnd();
    }
}
